using Etrms.Domain.Analysis.Indicators.Averages;

namespace Etrms.Domain.Analysis.Indicators.Momentum;

/// <summary>How gains and losses are averaged.</summary>
public enum StrengthSmoothing
{
    /// <summary>Wilder 1978, TA-Lib, Stock.Indicators.</summary>
    Wilder,

    /// <summary>Cutler's: simple averages, so that a value depends on its window alone.</summary>
    Simple,
}

/// <summary>
/// Relative strength index of Wilder (1978): share of the average gain in average gain and loss, in percent; first known after
/// <c>period</c> changes. Where nothing moves, gain and loss are both 0: the answer is 50, neither strong nor weak (TA-Lib says 0).
/// </summary>
public sealed class RelativeStrength(int period, StrengthSmoothing smoothing = StrengthSmoothing.Wilder) : ValueIndicator
{
    private readonly ValueIndicator _gains = Average(period, smoothing);
    private readonly ValueIndicator _losses = Average(period, smoothing);
    private double _last = double.NaN;

    public override double? Next(double value)
    {
        var change = value - _last;
        _last = value;
        if (double.IsNaN(change))
        {
            return null;
        }

        var gain = _gains.Next(Math.Max(change, 0));
        var loss = _losses.Next(Math.Max(-change, 0));
        return gain + loss is not { } moved ? null : moved > 0 ? 100 * gain / moved : 50;
    }

    private static ValueIndicator Average(int period, StrengthSmoothing smoothing) =>
        smoothing == StrengthSmoothing.Wilder ? ExponentialAverage.OfWilder(period) : new SimpleAverage(period);
}
