namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>The line that trails the price.</summary>
/// <param name="IsRising">True while it trails below.</param>
public readonly record struct SuperTrendReading(double Line, bool IsRising);

/// <summary>
/// SuperTrend of Seban: bands so many average true ranges round the middle of the bar, that only close in; the line changes sides when the
/// close goes through it. As Stock.Indicators.
/// </summary>
public sealed class SuperTrend(int period = 10, double multiplier = 3) : IIndicator
{
    private readonly AverageTrueRange _range = new(period);
    private double? _upper;
    private double _lower;
    private bool _isRising;
    private double _lastClose;

    public SuperTrendReading? Next(in Ohlcv bar)
    {
        var lastClose = _lastClose;
        _lastClose = bar.Close;
        if (_range.Next(bar).Average is not { } range)
        {
            return null;
        }

        var (above, below) = (bar.Middle + (multiplier * range), bar.Middle - (multiplier * range));
        if (_upper is not { } upper)
        {
            (upper, _lower, _isRising) = (above, below, bar.Close >= bar.Middle);
        }

        _upper = upper = above < upper || lastClose > upper ? above : upper;
        _lower = below > _lower || lastClose < _lower ? below : _lower;
        _isRising = bar.Close > (_isRising ? _lower : upper);
        return new SuperTrendReading(_isRising ? _lower : upper, _isRising);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading?.Line ?? double.NaN;
        outputs[1] = reading is { IsRising: false } falling ? falling.Line : double.NaN;
        outputs[2] = reading is { IsRising: true } rising ? rising.Line : double.NaN;
    }
}
