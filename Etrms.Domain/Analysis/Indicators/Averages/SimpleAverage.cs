using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Simple moving average (SMA).</summary>
public sealed class SimpleAverage(int period) : ValueIndicator
{
    private RollingSum _sum = new(period);

    public override double? Next(double value) => _sum.Next(value) / period;
}
