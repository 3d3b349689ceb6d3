using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>What liquidity is measured by, and against how much of its own past.</summary>
public sealed record LiquidityRules
{
    /// <summary>Basis points from the middle within which resting quantities count as depth.</summary>
    public decimal DepthBps { get; init; } = 10;

    /// <summary>Size of the market order whose slippage is told, in the quote currency.</summary>
    public decimal Notional { get; init; } = 100_000;

    /// <summary>Samples that a new one is compared with.</summary>
    public int Lookback { get; init; } = 720;

    /// <summary>Fewer of them are no measure.</summary>
    public int Least { get; init; } = 60;

    /// <summary>Deviations from the median, by the median absolute deviation of logarithms, from which a sample is out of the ordinary.</summary>
    public double Anomaly { get; init; } = 6;
}

/// <summary>What a book offered at one instant to someone who must trade.</summary>
/// <param name="SpreadBps">Of the middle.</param>
/// <param name="Depth">Quote currency near the middle, on the side with less.</param>
/// <param name="SlippageBps">Against the middle, on the side where it is larger; infinite where the book cannot fill the order.</param>
public readonly record struct LiquiditySample(double SpreadBps, double Depth, double SlippageBps)
{
    /// <summary>Null of a book that has a side empty or is crossed: that is no thin book but a broken feed.</summary>
    public static LiquiditySample? Of(OrderBook book, LiquidityRules rules)
    {
        if (BookFigures.Of(book) is not { Spread: >= 0 } figures)
        {
            return null;
        }

        var near = figures.Within(rules.DepthBps);
        return new LiquiditySample(
            (double)figures.SpreadBps,
            (double)Math.Min(near.BidNotional, near.AskNotional),
            Math.Max(Slippage(book, isBuy: true, figures, rules), Slippage(book, isBuy: false, figures, rules)));
    }

    private static double Slippage(OrderBook book, bool isBuy, BookFigures figures, LiquidityRules rules)
    {
        var walk = BookWalk.Of(book, isBuy, WalkSize.Quote(rules.Notional));
        return walk.IsComplete && walk.SlippageBps(figures.Mid) is { } cost ? (double)cost : double.PositiveInfinity;
    }
}
