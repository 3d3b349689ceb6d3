using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>Which of several equal extremes counts.</summary>
public enum EqualExtremes
{
    /// <summary>The newest (TA-Lib).</summary>
    Newest,

    /// <summary>The oldest (Stock.Indicators).</summary>
    Oldest,
}

/// <summary>In percent: 100 when the extreme is this bar's.</summary>
public readonly record struct AroonReading(double Up, double Down)
{
    public double Oscillator => Up - Down;
}

/// <summary>Aroon (Chande 1995): how long ago the highest high and the lowest low were, over this bar and the <c>period</c> before.</summary>
public sealed class Aroon(int period = 25, EqualExtremes equal = EqualExtremes.Newest) : IIndicator
{
    private ExtremeAge _highest = new(period + 1, ofHighs: true, equal == EqualExtremes.Oldest);
    private ExtremeAge _lowest = new(period + 1, ofHighs: false, equal == EqualExtremes.Oldest);

    public AroonReading? Next(in Ohlcv bar)
    {
        _highest.Next(bar.High);
        _lowest.Next(bar.Low);
        return _highest.IsFull ? new AroonReading(100.0 * (period - _highest.Age) / period, 100.0 * (period - _lowest.Age) / period) : null;
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        if (Next(bar) is not { } reading)
        {
            outputs.Fill(double.NaN);
            return;
        }

        outputs[2] = reading.Oscillator;
        outputs[1] = reading.Down;
        outputs[0] = reading.Up;
    }
}
