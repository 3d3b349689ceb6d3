using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Bands;

/// <summary>Bands round an average.</summary>
/// <param name="PercentB">Where the price stands between the bands, 0 to 1; null where they have no width.</param>
/// <param name="ZScore">Deviations between price and average; null where there is no deviation.</param>
/// <param name="Width">Distance of the bands over the average; null where that is 0.</param>
public readonly record struct BollingerReading(double Middle, double Upper, double Lower, double? PercentB, double? ZScore, double? Width);

/// <summary>Bollinger bands: simple average and so many deviations to both sides.</summary>
/// <param name="lostDegrees">What is taken off n before the variance is divided by it: 0 as Bollinger and most libraries, 1 as pandas by default.</param>
public sealed class BollingerBands(int period, double deviations = 2, int lostDegrees = 0) : IIndicator
{
    private RollingMoments _moments = new(period);

    public BollingerReading? Next(double value)
    {
        _moments.Next(value);
        if (!_moments.IsFull)
        {
            return null;
        }

        var (middle, deviation) = (_moments.Mean, _moments.Deviation(lostDegrees));
        var reach = deviations * deviation;
        return new BollingerReading(
            middle, middle + reach, middle - reach,
            Undefined.OrNull(PercentB(value - middle, reach)), Undefined.OrNull(Ratio(value - middle, deviation)), Undefined.OrNull(Ratio(2 * reach, middle)));
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        _moments.Next(bar.Close);
        if (!_moments.IsFull)
        {
            outputs.Fill(double.NaN);
            return;
        }

        var (middle, deviation) = (_moments.Mean, _moments.Deviation(lostDegrees));
        var reach = deviations * deviation;
        outputs[5] = Ratio(2 * reach, middle);
        outputs[4] = Ratio(bar.Close - middle, deviation);
        outputs[3] = PercentB(bar.Close - middle, reach);
        outputs[2] = middle - reach;
        outputs[1] = middle + reach;
        outputs[0] = middle;
    }

    private static double PercentB(double distance, double reach) => Ratio(distance + reach, 2 * reach);

    private static double Ratio(double value, double unit) => unit > 0 ? value / unit : double.NaN;
}
