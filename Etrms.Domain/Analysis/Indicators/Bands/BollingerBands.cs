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
            reach > 0 ? (value - middle + reach) / (2 * reach) : null,
            deviation > 0 ? (value - middle) / deviation : null,
            middle > 0 ? 2 * reach / middle : null);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        if (Next(bar.Close) is not { } reading)
        {
            outputs.Fill(double.NaN);
            return;
        }

        outputs[0] = reading.Middle;
        outputs[1] = reading.Upper;
        outputs[2] = reading.Lower;
        outputs[3] = reading.PercentB ?? double.NaN;
        outputs[4] = reading.ZScore ?? double.NaN;
        outputs[5] = reading.Width ?? double.NaN;
    }
}
