using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>Chande's momentum oscillator (1994): gains less losses over their sum, in percent; null where nothing moves.</summary>
public sealed class ChandeMomentum(int period = 14) : ValueIndicator
{
    private RollingSum _gains = new(period);
    private RollingSum _losses = new(period);
    private double _last = double.NaN;

    public override double? Next(double value)
    {
        var change = value - _last;
        _last = value;
        if (double.IsNaN(change))
        {
            return null;
        }

        var (gains, losses) = (_gains.Next(Math.Max(change, 0)), _losses.Next(Math.Max(-change, 0)));
        return gains + losses > 0 ? 100 * (gains - losses) / (gains + losses) : null;
    }
}

/// <summary>TRIX: change from bar to bar of a three times smoothed price, in percent.</summary>
public sealed class TripleSmoothedChange(int period) : ValueIndicator
{
    private readonly ExponentialAverage _first = new(period);
    private readonly ExponentialAverage _second = new(period);
    private readonly ExponentialAverage _third = new(period);
    private double? _last;

    public override double? Next(double value)
    {
        if (_first.Next(value) is not { } first || _second.Next(first) is not { } second || _third.Next(second) is not { } third)
        {
            return null;
        }

        var change = 100 * (third - _last) / _last;
        _last = third;
        return change;
    }
}
