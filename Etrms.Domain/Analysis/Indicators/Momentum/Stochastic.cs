using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>Each line as soon as it is known; in percent.</summary>
/// <param name="J">3 K - 2 D.</param>
public readonly record struct StochasticReading(double? K, double? D, double? J);

/// <summary>
/// Slow stochastic of Lane: place of the close in the range of the window, smoothed by simple averages. Where there is no range it is 0, as in
/// TA-Lib and Stock.Indicators.
/// </summary>
public sealed class Stochastic(int period = 14, int slowing = 3, int signal = 3) : IIndicator
{
    private readonly SimpleAverage _slow = new(slowing);
    private readonly SimpleAverage _signal = new(signal);
    private RollingExtreme _highest = new(period, ofHighs: true);
    private RollingExtreme _lowest = new(period, ofHighs: false);

    public StochasticReading Next(in Ohlcv bar)
    {
        var (k, d) = Add(bar);
        return new StochasticReading(Undefined.OrNull(k), Undefined.OrNull(d), Undefined.OrNull((3 * k) - (2 * d)));
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var (k, d) = Add(bar);
        outputs[2] = (3 * k) - (2 * d);
        outputs[1] = d;
        outputs[0] = k;
    }

    private (double K, double D) Add(in Ohlcv bar)
    {
        _highest.Next(bar.High);
        _lowest.Next(bar.Low);
        if (!_highest.IsFull)
        {
            return (double.NaN, double.NaN);
        }

        var (high, low) = (_highest.Value, _lowest.Value);
        return _slow.Next(high > low ? 100 * (bar.Close - low) / (high - low) : 0) is { } k
            ? (k, _signal.Next(k) ?? double.NaN)
            : (double.NaN, double.NaN);
    }
}

/// <summary>Williams %R: place of the close below the highest high, from 0 down to -100; null where there is no range.</summary>
public sealed class WilliamsR(int period = 14) : BarIndicator
{
    private RollingExtreme _highest = new(period, ofHighs: true);
    private RollingExtreme _lowest = new(period, ofHighs: false);

    public override double? Next(in Ohlcv bar)
    {
        _highest.Next(bar.High);
        _lowest.Next(bar.Low);
        var (high, low) = (_highest.Value, _lowest.Value);
        return _highest.IsFull && high > low ? -100 * (high - bar.Close) / (high - low) : null;
    }
}
