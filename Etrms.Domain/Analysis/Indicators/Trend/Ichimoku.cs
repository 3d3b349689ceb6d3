using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>Each line as soon as it is known.</summary>
/// <param name="SpanA">Of the cloud at this bar: computed <c>displacement</c> bars ago.</param>
public readonly record struct IchimokuReading(double? Conversion, double? Base, double? SpanA, double? SpanB);

/// <summary>
/// Ichimoku (Hosoda): middles of ranges, and the cloud that was drawn ahead from them. The lagging line is the close; charts draw it
/// <c>displacement</c> bars earlier, where it was not known yet.
/// </summary>
public sealed class Ichimoku(int conversion = 9, int baseline = 26, int span = 52, int displacement = 26) : IIndicator
{
    private RangeMiddle _conversion = new(conversion);
    private RangeMiddle _base = new(baseline);
    private RangeMiddle _span = new(span);
    private Delay _ahead = new(displacement);
    private Delay _aheadWide = new(displacement);

    public IchimokuReading Next(in Ohlcv bar)
    {
        var (quick, slow, wide) = (_conversion.Next(bar), _base.Next(bar), _span.Next(bar));
        return new IchimokuReading(quick, slow, Known(_ahead.Next((quick + slow) / 2 ?? double.NaN)), Known(_aheadWide.Next(wide ?? double.NaN)));
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.Conversion ?? double.NaN;
        outputs[1] = reading.Base ?? double.NaN;
        outputs[2] = reading.SpanA ?? double.NaN;
        outputs[3] = reading.SpanB ?? double.NaN;
        outputs[4] = bar.Close;
    }

    private static double? Known(double? value) => value is { } number && double.IsNaN(number) ? null : value;

    private struct RangeMiddle(int length)
    {
        private RollingExtreme _highest = new(length, ofHighs: true);
        private RollingExtreme _lowest = new(length, ofHighs: false);

        public double? Next(in Ohlcv bar)
        {
            _highest.Next(bar.High);
            _lowest.Next(bar.Low);
            return _highest.IsFull ? (_highest.Value + _lowest.Value) / 2 : null;
        }
    }
}
