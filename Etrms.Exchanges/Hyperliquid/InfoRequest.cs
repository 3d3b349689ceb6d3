using System.Text.Json.Serialization;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>A reading: one address, told apart by the type.</summary>
internal sealed record InfoRequest(string Type)
{
    private const int RowsPerUnit = 20;
    private const int CandlesPerUnit = 60;

    public string? User { get; init; }

    public string? Coin { get; init; }

    /// <summary>An order's number, or its client id as text.</summary>
    public object? Oid { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public string? VaultAddress { get; init; }

    public CandleRange? Req { get; init; }

    [JsonIgnore]
    public CallUrgency Urgency { get; init; } = CallUrgency.Ordinary;

    /// <summary>What the venue counts for asking (PROTOCOL B8).</summary>
    [JsonIgnore]
    public int Weight => Type switch
    {
        "l2Book" or "allMids" or "clearinghouseState" or "orderStatus" or "spotClearinghouseState" => 2,
        "userRole" => 60,
        _ => 20,
    };

    /// <summary>What the venue counts on top for so many rows in the answer.</summary>
    public int WeightOf(int rows) => Type switch
    {
        "candleSnapshot" => rows / CandlesPerUnit,
        "userFillsByTime" or "userFunding" or "userNonFundingLedgerUpdates" or "fundingHistory" or "recentTrades" => rows / RowsPerUnit,
        _ => 0,
    };
}

internal sealed record CandleRange(string Coin, string Interval, long StartTime, long EndTime);
