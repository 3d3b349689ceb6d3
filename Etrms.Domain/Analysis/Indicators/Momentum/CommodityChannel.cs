using System.Numerics;
using System.Runtime.InteropServices;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>
/// Commodity channel index of Lambert (1980): typical price less its mean, over 0.015 mean absolute deviations. 0 where nothing moves, as in TA-Lib.
/// </summary>
public sealed class CommodityChannel(int period = 20) : BarIndicator
{
    private readonly double _share = 1.0 / period;
    private RollingSum _sum = new(period);
    private double _last = double.NaN;
    private int _equal;

    public override double? Next(in Ohlcv bar)
    {
        var typical = bar.Typical;
        _equal = Math.Abs(typical - _last) > 0 ? 1 : _equal + 1;
        _last = typical;
        if (_sum.Next(typical) is not { } sum)
        {
            return null;
        }

        var mean = sum * _share;
        var deviation = Distance(_sum.Values, mean) * _share;
        return _equal < period && deviation > 0 ? (typical - mean) / (0.015 * deviation) : 0;
    }

    /// <summary>Sum of the absolute distances; the one part that has to look at the whole window again.</summary>
    private static double Distance(ReadOnlySpan<double> values, double mean)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(values);
        var sums = Vector<double>.Zero;
        var means = new Vector<double>(mean);
        foreach (var block in blocks)
        {
            sums += Vector.Abs(block - means);
        }

        var sum = Vector.Sum(sums);
        foreach (var value in values[(blocks.Length * Vector<double>.Count)..])
        {
            sum += Math.Abs(value - mean);
        }

        return sum;
    }
}
