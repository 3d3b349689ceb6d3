namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Beta while the market rose and while it fell, over windows: who falls faster than he rises has the worse of both.</summary>
/// <param name="Up">Over the points of a window at which the market's return was above 0; NaN where undefined.</param>
/// <param name="Down">The same below 0.</param>
public sealed record SidedBeta(double[] Up, double[] Down)
{
    /// <param name="asset">Returns, as long as those of the market.</param>
    /// <param name="market">Returns.</param>
    /// <param name="period">Points in a window, at least 2, of whichever side.</param>
    public static SidedBeta Over(ReadOnlySpan<double> asset, ReadOnlySpan<double> market, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (asset.Length != market.Length)
        {
            throw new ArgumentException("Two series must have one length.", nameof(market));
        }

        var beta = new SidedBeta(new double[asset.Length], new double[asset.Length]);
        for (var end = 0; end < asset.Length; end++)
        {
            var from = end + 1 - period;
            (beta.Up[end], beta.Down[end]) = from < 0
                ? (double.NaN, double.NaN)
                : (Of(asset.Slice(from, period), market.Slice(from, period), side: 1), Of(asset.Slice(from, period), market.Slice(from, period), side: -1));
        }

        return beta;
    }

    private static double Of(ReadOnlySpan<double> asset, ReadOnlySpan<double> market, int side)
    {
        var (left, right) = (new List<double>(), new List<double>());
        for (var i = 0; i < market.Length; i++)
        {
            // Comparisons, since a return that is no number has no side and no sign either.
            if (side > 0 ? market[i] > 0 : market[i] < 0)
            {
                left.Add(asset[i]);
                right.Add(market[i]);
            }
        }

        return left.Count < 2 ? double.NaN : RollingCorrelation.Over([.. left], [.. right], left.Count).Beta()[^1];
    }
}
