using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Bands;

/// <summary>Highest high, lowest low and their middle.</summary>
/// <param name="Width">Distance of the bands over the middle; null where that is 0.</param>
public readonly record struct ChannelReading(double Upper, double Middle, double Lower, double? Width)
{
    internal static void Write(ChannelReading? reading, Span<double> outputs)
    {
        outputs[0] = reading?.Upper ?? double.NaN;
        outputs[1] = reading?.Middle ?? double.NaN;
        outputs[2] = reading?.Lower ?? double.NaN;
        outputs[3] = reading?.Width ?? double.NaN;
    }
}

/// <summary>Which bars a channel is drawn round.</summary>
public enum ChannelBars
{
    /// <summary>Those before this one, so that it can break out (Stock.Indicators).</summary>
    Before,

    /// <summary>Those up to this one.</summary>
    Including,
}

/// <summary>Donchian channel: highest high and lowest low of so many bars.</summary>
public sealed class DonchianChannel(int period, ChannelBars bars = ChannelBars.Before) : IIndicator
{
    private RollingExtreme _highest = new(period, ofHighs: true);
    private RollingExtreme _lowest = new(period, ofHighs: false);

    public ChannelReading? Next(in Ohlcv bar)
    {
        var before = Reading();
        _highest.Next(bar.High);
        _lowest.Next(bar.Low);
        return bars == ChannelBars.Before ? before : Reading();
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs) => ChannelReading.Write(Next(bar), outputs);

    private ChannelReading? Reading()
    {
        if (!_highest.IsFull)
        {
            return null;
        }

        var (upper, lower) = (_highest.Value, _lowest.Value);
        var middle = (upper + lower) / 2;
        return new ChannelReading(upper, middle, lower, middle > 0 ? (upper - lower) / middle : null);
    }
}
