using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Hyperliquid;

// Wire shapes of market and instrument readings. Amounts arrive as text, whatever the documents say.

internal sealed record MetaMessage(UniverseMessage[] Universe, JsonElement[][]? MarginTables);

internal sealed record UniverseMessage(string Name, int SzDecimals, int MaxLeverage)
{
    public int? MarginTableId { get; init; }

    public bool? IsDelisted { get; init; }

    public bool? OnlyIsolated { get; init; }
}

internal sealed record MarginTableMessage(MarginTierMessage[] MarginTiers);

internal sealed record MarginTierMessage(decimal LowerBound, int MaxLeverage);

internal sealed record AssetContextMessage
{
    public decimal? Funding { get; init; }

    public decimal? OpenInterest { get; init; }

    public decimal? PrevDayPx { get; init; }

    public decimal? DayNtlVlm { get; init; }

    public decimal? DayBaseVlm { get; init; }

    public decimal? Premium { get; init; }

    public decimal? OraclePx { get; init; }

    public decimal? MarkPx { get; init; }

    public decimal? MidPx { get; init; }

    /// <summary>Prices that a set notional would pay, bid then ask; absent without a market.</summary>
    public decimal[]? ImpactPxs { get; init; }
}

internal sealed record ActiveContextMessage(string Coin, AssetContextMessage Ctx);

internal sealed record LevelMessage(decimal Px, decimal Sz, int? N);

internal sealed record BookMessage(string Coin, long Time, LevelMessage[][] Levels);

/// <param name="Bbo">Best bid and best ask; either may be missing.</param>
internal sealed record BookTopMessage(string Coin, long Time, LevelMessage?[] Bbo);

/// <param name="Users">Buyer and seller.</param>
internal sealed record TradeMessage(string Coin, string Side, decimal Px, decimal Sz, long Time, long Tid, string? Hash, string[]? Users);

internal sealed record CandleMessage(
    [property: JsonPropertyName("t")] long OpenTime,
    [property: JsonPropertyName("T")] long CloseTime,
    [property: JsonPropertyName("s")] string Coin,
    [property: JsonPropertyName("i")] string Interval,
    [property: JsonPropertyName("o")] decimal Open,
    [property: JsonPropertyName("c")] decimal Close,
    [property: JsonPropertyName("h")] decimal High,
    [property: JsonPropertyName("l")] decimal Low,
    [property: JsonPropertyName("v")] decimal Volume,
    [property: JsonPropertyName("n")] int Trades);

internal sealed record FundingRateMessage(string Coin, decimal FundingRate, decimal? Premium, long Time);

/// <summary>One frame of a stream.</summary>
internal sealed record Frame<T>(string Channel, T Data);

internal sealed record SubscribeMessage(string Method, Subscription Subscription);

/// <summary>What a stream is asked for; the venue names its frames by the type.</summary>
internal sealed record Subscription(string Type)
{
    public string? User { get; init; }

    public string? Coin { get; init; }

    public string? Interval { get; init; }
}
