using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Measures;

/// <summary>A position as a stress sees it.</summary>
/// <param name="Value">Signed notional at the mark, in quote units.</param>
/// <param name="UnrealizedPnl">Open profit; says which leg of a hedge is winning.</param>
public sealed record StressPosition(Exchange Exchange, string Underlying, decimal Value, decimal UnrealizedPnl)
{
    /// <summary>Share of the notional that leaving costs in a book as thin as <see cref="StressSet"/> says; null when the book is not known.</summary>
    public decimal? ThinCost { get; init; }
}

/// <summary>What a stress would leave.</summary>
/// <param name="Name">Key of the scenario, such as UNIFORM_-20.</param>
/// <param name="Description">In words.</param>
/// <param name="Profit">In quote units; losses negative. Null when it cannot be told.</param>
/// <param name="EquityAfter">In quote units; may be below 0. Null when it cannot be told.</param>
/// <param name="Reason">Why it cannot be told; null when it can.</param>
public sealed record StressResult(string Name, string Description, decimal? Profit, decimal? EquityAfter, string? Reason = null);

/// <summary>A fixed set of bad days (RISK 4A). The moves are chosen, not estimated; no stop is assumed to fill.</summary>
public static class StressSet
{
    /// <summary>The coin that stands for the whole market.</summary>
    public const string Leader = "BTC";

    /// <summary>What prices are assumed to share when they are not measured, and in a crash.</summary>
    public const double CrashCorrelation = 0.95;

    /// <summary>How many times as wide the spread of a thin book is.</summary>
    public const decimal ThinSpread = 10;

    /// <summary>What a thin book holds of what stands in it now.</summary>
    public const decimal ThinDepth = 0.02m;

    private const decimal HedgeMove = 0.1m;

    private static readonly ImmutableArray<decimal> Moves = [-0.3m, -0.2m, -0.1m, -0.05m, 0.05m, 0.1m, 0.2m, 0.3m];
    private static readonly ImmutableArray<decimal> Haircuts = [0.03m, 0.1m, 0.35m];

    /// <param name="equity">Wallet and open profit.</param>
    /// <param name="collateral">Wallet alone, which a falling stable coin takes down.</param>
    /// <param name="positions">All open positions.</param>
    public static ImmutableArray<StressResult> Run(decimal equity, decimal collateral, ImmutableArray<StressPosition> positions) =>
    [
        .. Moves.Select(move => Result($"UNIFORM_{Percent(move)}", $"Everything moves by {Percent(move)} %.", Uniform(positions, move), equity)),
        .. Moves.Where(move => move is -0.2m or -0.1m or 0.1m or 0.2m).Select(move => Result(
            $"ALTS_TWICE_{Percent(move)}", $"BTC moves by {Percent(move)} %, every other coin twice as far.", AltsTwice(positions, move), equity)),
        Result("CORRELATION_95", "Everything moves by 10 % at a correlation of 0.95, against the book.", -Correlated(positions), equity),
        .. positions.Select(position => position.Exchange).Distinct().Order().Select(venue => Result(
            $"FROZEN_{venue.ToString().ToUpperInvariant()}", $"{venue} is frozen while prices move by 10 % against what is held there; the rest was closed.",
            -HedgeMove * Math.Abs(positions.Where(position => position.Exchange == venue).Sum(position => position.Value)), equity)),
        .. Haircuts.Select(cut => Result(
            $"COLLATERAL_{Percent(-cut)}", $"The collateral coin loses {Percent(cut)} %.", -cut * Math.Max(collateral, 0), equity)),
        ThinBook(positions, equity),
        Result("DELEVERAGED_HEDGE", "The venue takes the winning leg of each hedge away, then prices move by 10 % against the other.", Deleveraged(positions), equity),
    ];

    private static StressResult Result(string name, string description, decimal profit, decimal equity) => new(name, description, profit, equity + profit);

    private static StressResult ThinBook(ImmutableArray<StressPosition> positions, decimal equity)
    {
        const string Name = "THIN_BOOK";
        const string Description = "Ten times the spread and a fiftieth of the depth, and everything is sold or bought back there.";
        return positions.Any(position => position.ThinCost is null)
            ? new StressResult(Name, Description, null, null, "what stands in a book is not known; a breaker of the type LIQUIDITY follows the books")
            : Result(Name, Description, -positions.Sum(position => Math.Abs(position.Value) * position.ThinCost!.Value), equity);
    }

    private static decimal Uniform(ImmutableArray<StressPosition> positions, decimal move) => positions.Sum(position => position.Value * move);

    /// <summary>No price falls by more than all of it.</summary>
    private static decimal AltsTwice(ImmutableArray<StressPosition> positions, decimal move) =>
        positions.Sum(position => position.Value * Math.Max(position.Underlying == Leader ? move : 2 * move, -1));

    private static decimal Correlated(ImmutableArray<StressPosition> positions)
    {
        var coins = positions.GroupBy(position => position.Underlying, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (double)group.Sum(position => position.Value)).ToArray();
        var weight = Diversification.CorrelationAdjusted(coins, CrashCorrelation);
        return HedgeMove * decimal.Round((decimal)weight, 8);
    }

    /// <summary>A coin held both ways loses its winners; what is left is then moved against.</summary>
    private static decimal Deleveraged(ImmutableArray<StressPosition> positions)
    {
        var profit = 0m;
        foreach (var coin in positions.GroupBy(position => position.Underlying, StringComparer.Ordinal))
        {
            var isHedged = coin.Any(position => position.Value > 0) && coin.Any(position => position.Value < 0);
            var left = isHedged ? coin.Where(position => position.UnrealizedPnl <= 0) : [];
            profit -= HedgeMove * Math.Abs(left.Sum(position => position.Value));
        }

        return profit;
    }

    private static int Percent(decimal fraction) => (int)(fraction * 100);
}
