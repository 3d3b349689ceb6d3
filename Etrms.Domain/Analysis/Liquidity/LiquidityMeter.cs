namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>How a sample stands within the past of its own market.</summary>
/// <param name="Score">From 0, worse than ever, to 100, better than ever: the mean of the three ranks.</param>
/// <param name="SpreadRank">Share of the past with a wider spread.</param>
/// <param name="DepthRank">Share of the past with less depth.</param>
/// <param name="SlippageRank">Share of the past with more slippage.</param>
/// <param name="IsSpreadUnusual">Far wider than it ever is.</param>
/// <param name="IsDepthUnusual">Far less than ever stands there.</param>
public readonly record struct LiquidityReading(
    double Score, double SpreadRank, double DepthRank, double SlippageRank, bool IsSpreadUnusual, bool IsDepthUnusual);

/// <summary>
/// Scores the liquidity of one market against its own newest past, a sample at a time. Markets are not compared with one another: what is thin
/// for one is deep for the next.
/// </summary>
public sealed class LiquidityMeter(LiquidityRules rules)
{
    private readonly Queue<LiquiditySample> _newest = new();
    private readonly SortedValues _spreads = new();
    private readonly SortedValues _depths = new();
    private readonly SortedValues _slippages = new();

    /// <summary>Takes the next sample; null while too few were seen, and for one that holds no number.</summary>
    public LiquidityReading? Next(in LiquiditySample sample)
    {
        if (!(double.IsFinite(sample.SpreadBps) && double.IsFinite(sample.Depth)) || double.IsNaN(sample.SlippageBps))
        {
            return null;
        }

        var reading = _newest.Count >= rules.Least ? Read(sample) : (LiquidityReading?)null;
        Keep(sample);
        return reading;
    }

    private LiquidityReading Read(in LiquiditySample sample)
    {
        var (spread, depth, slippage) = (1 - _spreads.Rank(sample.SpreadBps), _depths.Rank(sample.Depth), 1 - _slippages.Rank(sample.SlippageBps));
        return new LiquidityReading(
            100 * (spread + depth + slippage) / 3, spread, depth, slippage,
            Deviations(_spreads, sample.SpreadBps) > rules.Anomaly, Deviations(_depths, sample.Depth) < -rules.Anomaly);
    }

    private void Keep(in LiquiditySample sample)
    {
        if (_newest.Count == rules.Lookback)
        {
            var oldest = _newest.Dequeue();
            _spreads.Remove(oldest.SpreadBps);
            _depths.Remove(oldest.Depth);
            _slippages.Remove(oldest.SlippageBps);
        }

        _newest.Enqueue(sample);
        _spreads.Add(sample.SpreadBps);
        _depths.Add(sample.Depth);
        _slippages.Add(sample.SlippageBps);
    }

    /// <summary>Of logarithms, since spreads and depths vary by factors. Where the past hardly varies, a tenth is the least that counts as one deviation.</summary>
    private static double Deviations(SortedValues past, double value)
    {
        const double LeastDeviation = 0.1;
        const double OfMedian = 1.4826;
        var median = past.Median!.Value;
        return Math.Log(Shifted(value) / Shifted(median)) / Math.Max(LeastDeviation, OfMedian * past.MedianDistance(each => Math.Log(Shifted(each) / Shifted(median))));
    }

    /// <summary>Keeps an empty book, or a spread of 0, from being infinitely far from everything.</summary>
    private static double Shifted(double value) => Math.Max(value, 1e-9);
}
