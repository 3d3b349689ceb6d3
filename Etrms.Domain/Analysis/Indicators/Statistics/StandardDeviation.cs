using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Statistics;

/// <summary>A deviation, and how far the newest value lies from the mean.</summary>
/// <param name="ZScore">In deviations; null where there is none.</param>
public readonly record struct DeviationReading(double Deviation, double Mean, double? ZScore);

/// <summary>Standard deviation of a window.</summary>
/// <param name="lostDegrees">What is taken off n before the variance is divided by it.</param>
public sealed class StandardDeviation(int period, int lostDegrees = 0) : IIndicator
{
    private RollingMoments _moments = new(period);

    public DeviationReading? Next(double value)
    {
        _moments.Next(value);
        if (!_moments.IsFull)
        {
            return null;
        }

        var (mean, deviation) = (_moments.Mean, _moments.Deviation(lostDegrees));
        return new DeviationReading(deviation, mean, deviation > 0 ? (value - mean) / deviation : null);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar.Close);
        outputs[0] = reading?.Deviation ?? double.NaN;
        outputs[1] = reading?.Mean ?? double.NaN;
        outputs[2] = reading?.ZScore ?? double.NaN;
    }
}
