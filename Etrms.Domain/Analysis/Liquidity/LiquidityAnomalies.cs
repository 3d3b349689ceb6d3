namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>How far a book lies from what is usual in its own market, in deviations of logarithms: spreads and depths vary by factors.</summary>
/// <param name="Spread">Above 0 for one that is wider than usual.</param>
/// <param name="Depth">Below 0 for less than usual.</param>
/// <param name="IsSpreadAnomalous">Far wider than usual.</param>
/// <param name="IsDepthAnomalous">Far less than usual.</param>
public readonly record struct LiquidityDeviation(double Spread, double Depth, bool IsSpreadAnomalous, bool IsDepthAnomalous);

/// <summary>
/// Watches one market for spreads that open and depth that vanishes, against the median of its newest past. Median and absolute deviations are
/// used because the anomalies that are looked for must not widen what counts as usual.
/// </summary>
/// <param name="lookback">Samples that a new one is compared with.</param>
/// <param name="least">Fewer of them are no measure.</param>
/// <param name="limit">Deviations from which something is out of the ordinary.</param>
public sealed class LiquidityAnomalies(int lookback = 720, int least = 60, double limit = 6)
{
    /// <summary>Deviation of a normal distribution over its median absolute deviation.</summary>
    private const double OfMedian = 1.4826;

    /// <summary>A market that hardly ever varies would else cry wolf at the first tick: a tenth is the least that counts as a deviation.</summary>
    private const double LeastDeviation = 0.1;

    /// <summary>Keeps an empty book, or a spread of 0, from lying infinitely far from everything.</summary>
    private const double Tiny = 1e-9;

    private readonly Queue<(double Spread, double Depth)> _newest = new();
    private readonly SortedValues _spreads = new();
    private readonly SortedValues _depths = new();

    /// <summary>Takes the next book; null while too few were seen, and for what is no number or below 0, which leaves no trace.</summary>
    /// <param name="spread">In any unit that stays the same, such as basis points.</param>
    /// <param name="depth">In any unit that stays the same.</param>
    public LiquidityDeviation? Next(double spread, double depth)
    {
        if (!(double.IsFinite(spread) && double.IsFinite(depth) && spread >= 0 && depth >= 0))
        {
            return null;
        }

        var (wide, deep) = (Math.Log(Math.Max(spread, Tiny)), Math.Log(Math.Max(depth, Tiny)));
        var deviation = _newest.Count >= least ? Measure(wide, deep) : (LiquidityDeviation?)null;
        Keep(wide, deep);
        return deviation;
    }

    private LiquidityDeviation Measure(double wide, double deep)
    {
        var (spread, depth) = (Deviations(_spreads, wide), Deviations(_depths, deep));
        return new LiquidityDeviation(spread, depth, spread > limit, depth < -limit);
    }

    private void Keep(double wide, double deep)
    {
        if (_newest.Count == lookback)
        {
            var oldest = _newest.Dequeue();
            _spreads.Remove(oldest.Spread);
            _depths.Remove(oldest.Depth);
        }

        _newest.Enqueue((wide, deep));
        _spreads.Add(wide);
        _depths.Add(deep);
    }

    private static double Deviations(SortedValues past, double value)
    {
        var median = past.Median!.Value;
        return (value - median) / Math.Max(LeastDeviation, OfMedian * past.MedianDistance(median));
    }
}
