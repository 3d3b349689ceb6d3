using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>A turning point that this bar confirmed; null for none.</summary>
/// <param name="Top">The high that no bar round it reached.</param>
/// <param name="Bottom">The low that no bar round it reached.</param>
public readonly record struct FractalReading(double? Top, double? Bottom);

/// <summary>
/// Fractals of Williams (1995): a high above those of all bars to both sides, a low below. It is known only when the bars after it are
/// there, and is told then: <c>span</c> bars later.
/// </summary>
public sealed class Fractal(int span = 2) : IIndicator
{
    private Window _highs = new((2 * span) + 1);
    private Window _lows = new((2 * span) + 1);

    public FractalReading Next(in Ohlcv bar)
    {
        _highs.Push(bar.High);
        _lows.Push(bar.Low);
        return _highs.IsFull ? new FractalReading(Extreme(_highs, 1), Extreme(_lows, -1)) : default;
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.Top ?? double.NaN;
        outputs[1] = reading.Bottom ?? double.NaN;
    }

    private double? Extreme(in Window values, int sign)
    {
        var middle = values[span];
        for (var age = 0; age < values.Length; age++)
        {
            if (age != span && sign * values[age] >= sign * middle)
            {
                return null;
            }
        }

        return middle;
    }
}
