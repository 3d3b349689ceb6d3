using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Statistics;

/// <summary>Pearson's correlation of two values over a window; null where one of them does not move.</summary>
public sealed class PairCorrelation(int period)
{
    private RollingMoments _first = new(period);
    private RollingMoments _second = new(period);
    private RollingMoments _sum = new(period);

    /// <summary>From the variance of the sum, which holds twice the covariance.</summary>
    public double? Next(double first, double second)
    {
        _first.Next(first);
        _second.Next(second);
        _sum.Next(first + second);
        var (one, other) = (_first.Variance, _second.Variance);
        return !_first.IsFull || one <= 0 || other <= 0 ? null
            : Math.Clamp((_sum.Variance - one - other) / (2 * Math.Sqrt(one * other)), -1, 1);
    }
}

/// <summary>Correlation of highs and lows: near 1 while bars drift together, lower where ranges open and close.</summary>
public sealed class RangeCorrelation(int period) : BarIndicator
{
    private readonly PairCorrelation _pair = new(period);

    public override double? Next(in Ohlcv bar) => _pair.Next(bar.High, bar.Low);
}
