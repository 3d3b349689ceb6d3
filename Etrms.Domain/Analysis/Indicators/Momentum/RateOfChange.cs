using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>How far a value moved over a window.</summary>
/// <param name="Percent">Null where the old value is 0.</param>
public readonly record struct ChangeReading(double Change, double? Percent);

/// <summary>Rate of change (ROC) and momentum: the value against the one so many bars before.</summary>
public sealed class RateOfChange(int period) : IIndicator
{
    private Delay _before = new(period);

    public ChangeReading? Next(double value) => _before.Next(value) is { } old
        ? new ChangeReading(value - old, old.Equals(0) ? null : 100 * (value - old) / old)
        : null;

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar.Close);
        outputs[0] = reading?.Percent ?? double.NaN;
        outputs[1] = reading?.Change ?? double.NaN;
    }
}
