using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Linearly weighted moving average (WMA): weights 1 to n, the newest the heaviest.</summary>
public sealed class WeightedAverage(int period) : ValueIndicator
{
    private RollingLine _line = new(period);

    public override double? Next(double value)
    {
        _line.Next(value);
        return _line.IsFull ? _line.WeightedMean : null;
    }
}
