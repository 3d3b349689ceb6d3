using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>The bars of one contract on a fixed interval, recorded or made up.</summary>
internal interface IBarSeries
{
    TimeSpan Interval { get; }

    DateTimeOffset FirstAt { get; }

    /// <summary>The bar that is open at an instant, or else the next one; null when the data end before.</summary>
    Candle? OpenOrNext(DateTimeOffset at);

    /// <summary>Bars that opened in [from, to), oldest first.</summary>
    IEnumerable<Candle> Between(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>Bars read from a file or fetched from an exchange; gaps stay gaps.</summary>
internal sealed class RecordedBars(TimeSpan interval, IReadOnlyList<Candle> bars) : IBarSeries
{
    public TimeSpan Interval => interval;

    public DateTimeOffset FirstAt => bars[0].OpenAt;

    public DateTimeOffset EndAt => bars[^1].OpenAt + interval;

    public Candle? OpenOrNext(DateTimeOffset at)
    {
        var index = FirstFrom(at - interval + TimeSpan.FromTicks(1));
        return index < bars.Count ? bars[index] : null;
    }

    public IEnumerable<Candle> Between(DateTimeOffset from, DateTimeOffset to)
    {
        for (var i = FirstFrom(from); i < bars.Count && bars[i].OpenAt < to; i++)
        {
            yield return bars[i];
        }
    }

    /// <summary>Index of the first bar that opened at or after an instant.</summary>
    private int FirstFrom(DateTimeOffset at)
    {
        var (low, high) = (0, bars.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = bars[middle].OpenAt < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
