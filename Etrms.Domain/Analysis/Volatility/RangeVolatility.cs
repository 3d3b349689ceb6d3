using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Analysis.Volatility;

/// <summary>
/// Volatility of the last bars of a window. Discrete prices make ranges too small and bad ticks make them too large, so a bar without a
/// range says little and one that no other estimator confirms is worth a look.
/// </summary>
public static class RangeVolatility
{
    private static readonly double BodyWeight = (2 * Math.Log(2)) - 1;

    /// <summary>Bars that a window of a period needs: one more where the close before counts.</summary>
    public static int BarsFor(VolatilityEstimator estimator, int period) => estimator switch
    {
        VolatilityEstimator.Parkinson or VolatilityEstimator.GarmanKlass or VolatilityEstimator.RogersSatchell => period,
        VolatilityEstimator.CloseToClose or VolatilityEstimator.GarmanKlassYangZhang or VolatilityEstimator.YangZhang => period + 1,
    };

    /// <summary>Columns that an estimator reads.</summary>
    public static BarColumns ColumnsOf(VolatilityEstimator estimator) => estimator switch
    {
        VolatilityEstimator.CloseToClose => BarColumns.Close,
        VolatilityEstimator.Parkinson => BarColumns.Range,
        VolatilityEstimator.GarmanKlass or VolatilityEstimator.RogersSatchell
            or VolatilityEstimator.GarmanKlassYangZhang or VolatilityEstimator.YangZhang => BarColumns.Prices,
    };

    /// <summary>At each bar the volatility of the period that ends with it, as a fraction per year; NaN where it is undefined.</summary>
    /// <param name="period">Bars, or returns from close to close; at least 2.</param>
    /// <param name="barsPerYear">365 for days of a market that never closes.</param>
    public static double[] Over(in BarSpans bars, VolatilityEstimator estimator, int period, double barsPerYear)
    {
        var volatility = new double[bars.Count];
        for (var i = 0; i < volatility.Length; i++)
        {
            volatility[i] = At(bars, i, estimator, period, barsPerYear) ?? double.NaN;
        }

        return volatility;
    }

    /// <summary>Null while there are too few bars, or where a price is not above 0.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="end">Last bar of the window.</param>
    /// <param name="estimator">How.</param>
    /// <param name="period">Bars, or returns from close to close; at least 2.</param>
    /// <param name="barsPerYear">365 for days of a market that never closes.</param>
    public static double? At(in BarSpans bars, int end, VolatilityEstimator estimator, int period, double barsPerYear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (end + 1 < BarsFor(estimator, period))
        {
            return null;
        }

        var from = end + 1 - period;
        var variance = estimator switch
        {
            VolatilityEstimator.CloseToClose => Spread(bars.Close[(from - 1)..end], bars.Close.Slice(from, period)),
            VolatilityEstimator.Parkinson => Parkinson(bars, from, period),
            VolatilityEstimator.GarmanKlass => GarmanKlass(bars, from, period),
            VolatilityEstimator.GarmanKlassYangZhang => GarmanKlass(bars, from, period) + Gaps(bars, from, period),
            VolatilityEstimator.RogersSatchell => RogersSatchell(bars, from, period),
            VolatilityEstimator.YangZhang => YangZhang(bars, from, period),
        };

        // A single bar may count below 0, so only their mean is held to be at least 0.
        return double.IsFinite(variance) ? Math.Sqrt(barsPerYear * Math.Max(variance, 0)) : null;
    }

    private static double Parkinson(in BarSpans bars, int from, int period)
    {
        var sum = 0.0;
        for (var i = from; i < from + period; i++)
        {
            sum += Square(Math.Log(bars.High[i] / bars.Low[i]));
        }

        return sum / (4 * Math.Log(2) * period);
    }

    private static double GarmanKlass(in BarSpans bars, int from, int period)
    {
        var sum = 0.0;
        for (var i = from; i < from + period; i++)
        {
            sum += (0.5 * Square(Math.Log(bars.High[i] / bars.Low[i]))) - (BodyWeight * Square(Math.Log(bars.Close[i] / bars.Open[i])));
        }

        return sum / period;
    }

    private static double Gaps(in BarSpans bars, int from, int period)
    {
        var sum = 0.0;
        for (var i = from; i < from + period; i++)
        {
            sum += Square(Math.Log(bars.Open[i] / bars.Close[i - 1]));
        }

        return sum / period;
    }

    private static double RogersSatchell(in BarSpans bars, int from, int period)
    {
        var sum = 0.0;
        for (var i = from; i < from + period; i++)
        {
            var (open, high, low, close) = (bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i]);
            sum += (Math.Log(high / close) * Math.Log(high / open)) + (Math.Log(low / close) * Math.Log(low / open));
        }

        return sum / period;
    }

    private static double YangZhang(in BarSpans bars, int from, int period)
    {
        var weight = 0.34 / (1.34 + ((period + 1.0) / (period - 1)));
        var gaps = Spread(bars.Close.Slice(from - 1, period), bars.Open.Slice(from, period));
        var bodies = Spread(bars.Open.Slice(from, period), bars.Close.Slice(from, period));
        return gaps + (weight * bodies) + ((1 - weight) * RogersSatchell(bars, from, period));
    }

    /// <summary>Variance of the log returns from one price to another about their mean, divided by one less than there are.</summary>
    private static double Spread(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < after.Length; i++)
        {
            sum += Math.Log(after[i] / before[i]);
        }

        var mean = sum / after.Length;
        for (var i = 0; i < after.Length; i++)
        {
            squares += Square(Math.Log(after[i] / before[i]) - mean);
        }

        return squares / (after.Length - 1);
    }

    private static double Square(double value) => value * value;
}
