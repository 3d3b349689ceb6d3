using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>Ultimate oscillator of Williams (1985): buying pressure over true range in three windows, weighted 4, 2 and 1.</summary>
public sealed class UltimateOscillator(int first = 7, int second = 14, int third = 28) : BarIndicator
{
    private PressureWindow _first = new(first);
    private PressureWindow _second = new(second);
    private PressureWindow _third = new(third);
    private double _lastClose = double.NaN;

    public override double? Next(in Ohlcv bar)
    {
        var last = _lastClose;
        _lastClose = bar.Close;
        if (double.IsNaN(last))
        {
            return null;
        }

        var low = Math.Min(bar.Low, last);
        var (pressure, range) = (bar.Close - low, Math.Max(bar.High, last) - low);
        var (one, two, three) = (_first.Next(pressure, range), _second.Next(pressure, range), _third.Next(pressure, range));
        return 100 * ((4 * one) + (2 * two) + three) / 7;
    }

    private struct PressureWindow(int length)
    {
        private RollingSum _pressure = new(length);
        private RollingSum _range = new(length);

        /// <summary>Null until the window is full; 0 where it has no range.</summary>
        public double? Next(double pressure, double range)
        {
            var share = _pressure.Next(pressure) / _range.Next(range);
            return share is { } known && !double.IsFinite(known) ? 0 : share;
        }
    }
}
