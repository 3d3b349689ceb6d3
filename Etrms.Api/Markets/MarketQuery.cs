using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Markets;

/// <summary>A contract, or a venue, and a length of candles.</summary>
internal sealed class MarketQuery
{
    private const int MostPoints = 2_000;
    private const int UsualPoints = 500;

    /// <summary>BINANCE or HYPERLIQUID.</summary>
    public string? Exchange { get; init; }

    /// <summary>As the venue spells it.</summary>
    public string? Symbol { get; init; }

    /// <summary>Such as 15m; the default is 15m.</summary>
    public string? Timeframe { get; init; }

    /// <summary>The newest so many rows; 1 to 2000, 500 when absent.</summary>
    public int? Limit { get; init; }

    public Exchange Venue => QueryWords.Read<Exchange>(Exchange) ?? default;

    public int AtMost => Limit ?? UsualPoints;

    public string TimeframeName => Timeframe ?? "15m";

    public int TimeframeSeconds => (int)(TimeframeText.LengthOf(TimeframeName) ?? TimeSpan.Zero).TotalSeconds;

    /// <summary>What cannot be asked so; null when it can.</summary>
    public ProblemHttpResult? Problem(bool needsSymbol) => this switch
    {
        { Exchange: null or "" } => Problems.Invalid("exchange", "Must be given."),
        _ when QueryWords.Check<Exchange>("exchange", Exchange) is { } unknown => unknown,
        { Symbol: null or "" } when needsSymbol => Problems.Invalid("symbol", "Must be given."),
        _ when QueryWords.CheckText("symbol", Symbol) is { } unreadable => unreadable,
        { TimeframeSeconds: 0 } => Problems.Invalid("timeframe", "Must be a length of candles such as 15m or 1h."),
        { Limit: < 1 or > MostPoints } => Problems.Invalid("limit", $"Must lie between 1 and {MostPoints}."),
        _ => null,
    };
}

/// <summary>An order to be led through a book.</summary>
internal sealed class SlippageQuery
{
    private const decimal MostNotional = 1_000_000_000;

    public string? Exchange { get; init; }

    public string? Symbol { get; init; }

    /// <summary>BUY or SELL.</summary>
    public string? Side { get; init; }

    /// <summary>In quote units.</summary>
    public decimal? Notional { get; init; }

    public Exchange Venue => QueryWords.Read<Exchange>(Exchange) ?? default;

    public bool IsBuy => string.Equals(Side, "BUY", StringComparison.OrdinalIgnoreCase);

    public ProblemHttpResult? Problem() => this switch
    {
        _ when new MarketQuery { Exchange = Exchange, Symbol = Symbol }.Problem(needsSymbol: true) is { } problem => problem,
        _ when !IsBuy && !string.Equals(Side, "SELL", StringComparison.OrdinalIgnoreCase) => Problems.Invalid("side", "Must be BUY or SELL."),
        { Notional: null or <= 0 or > MostNotional } => Problems.Invalid("notional", $"Must lie above 0 and not above {MostNotional}."),
        _ => null,
    };
}
