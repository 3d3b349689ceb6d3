using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Markets;

/// <summary>A contract, or a venue, and a length of candles.</summary>
internal sealed class MarketQuery
{
    private const int MostPoints = 2_000;
    private const int UsualPoints = 500;

    /// <summary>BINANCE, which is the default, or HYPERLIQUID.</summary>
    public string? Exchange { get; init; }

    /// <summary>As the venue spells it.</summary>
    public string? Symbol { get; init; }

    /// <summary>Such as 15m, which is the default.</summary>
    public string? Timeframe { get; init; }

    /// <summary>The newest so many rows; 1 to 2000, 500 when absent.</summary>
    public int? Limit { get; init; }

    public Exchange Venue => QueryWords.Read<Exchange>(Exchange) ?? Domain.Market.Exchange.Binance;

    public int AtMost => Limit ?? UsualPoints;

    public string TimeframeName => Timeframe ?? "15m";

    public int TimeframeSeconds => (int)(TimeframeText.LengthOf(TimeframeName) ?? TimeSpan.Zero).TotalSeconds;

    /// <summary>Everything that cannot be asked so; null when it can.</summary>
    public ProblemHttpResult? Problem(bool needsSymbol) => MarketFaults.Together(Faults(needsSymbol));

    public IEnumerable<ProblemHttpResult?> Faults(bool needsSymbol) =>
    [
        QueryWords.Check<Exchange>("exchange", Exchange),
        needsSymbol && string.IsNullOrEmpty(Symbol) ? Problems.Invalid("symbol", "Must be given.") : QueryWords.CheckText("symbol", Symbol),
        TimeframeSeconds == 0 ? Problems.Invalid("timeframe", "Must be a length of candles such as 15m or 1h.") : null,
        Limit is < 1 or > MostPoints ? Problems.Invalid("limit", $"Must lie between 1 and {MostPoints}.") : null,
    ];
}

/// <summary>An order to be led through a book.</summary>
internal sealed class SlippageQuery
{
    private const decimal MostNotional = 1_000_000_000;
    private const decimal UsualNotional = 10_000;

    /// <summary>BINANCE, which is the default, or HYPERLIQUID.</summary>
    public string? Exchange { get; init; }

    public string? Symbol { get; init; }

    /// <summary>BUY, which is the default, or SELL.</summary>
    public string? Side { get; init; }

    /// <summary>In quote units; 10,000 when absent.</summary>
    public decimal? Notional { get; init; }

    public Exchange Venue => new MarketQuery { Exchange = Exchange }.Venue;

    public bool IsBuy => !string.Equals(Side, "SELL", StringComparison.OrdinalIgnoreCase);

    public decimal Size => Notional ?? UsualNotional;

    public ProblemHttpResult? Problem() => MarketFaults.Together(
    [
        .. new MarketQuery { Exchange = Exchange, Symbol = Symbol }.Faults(needsSymbol: true),
        IsBuy && !string.IsNullOrEmpty(Side) && !string.Equals(Side, "BUY", StringComparison.OrdinalIgnoreCase) ? Problems.Invalid("side", "Must be BUY or SELL.") : null,
        Size is <= 0 or > MostNotional ? Problems.Invalid("notional", $"Must lie above 0 and not above {MostNotional}.") : null,
    ]);
}

internal static class MarketFaults
{
    /// <summary>One answer that names every field at fault.</summary>
    public static ProblemHttpResult? Together(IEnumerable<ProblemHttpResult?> faults)
    {
        var errors = faults.Select(fault => fault?.ProblemDetails).OfType<HttpValidationProblemDetails>().SelectMany(fault => fault.Errors)
            .ToDictionary(error => error.Key, error => error.Value, StringComparer.Ordinal);
        return errors.Count == 0 ? null : Problems.Invalid(errors);
    }
}
