using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>From start, inclusive, to end, exclusive.</summary>
public readonly record struct TimeRange(DateTimeOffset Start, DateTimeOffset End)
{
    public bool IsEmpty => End <= Start;

    public TimeSpan Length => IsEmpty ? TimeSpan.Zero : End - Start;

    /// <summary>What is left of this range when others, in rising order and apart from each other, are taken away.</summary>
    public ImmutableArray<TimeRange> Without(IEnumerable<TimeRange> taken)
    {
        var left = ImmutableArray.CreateBuilder<TimeRange>();
        var from = Start;
        foreach (var range in taken)
        {
            Add(new TimeRange(from, range.Start < End ? range.Start : End));
            from = range.End > from ? range.End : from;
        }

        Add(new TimeRange(from, End));
        return left.DrainToImmutable();

        void Add(TimeRange range)
        {
            if (!range.IsEmpty)
            {
                left.Add(range);
            }
        }
    }

    /// <summary>Consecutive pieces of at most a length.</summary>
    public IEnumerable<TimeRange> Pieces(TimeSpan length)
    {
        for (var from = Start; from < End; from += length)
        {
            yield return new TimeRange(from, from + length < End ? from + length : End);
        }
    }

    /// <summary>The candles that open inside: the range moved up to the next boundaries, so that a candle is in or out as a whole.</summary>
    public TimeRange AlignedTo(Timeframe timeframe) => new(Ceiling(Start, timeframe), Ceiling(End, timeframe));

    private static DateTimeOffset Ceiling(DateTimeOffset instant, Timeframe timeframe)
    {
        var over = (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) % timeframe.Length.Ticks;
        return timeframe.IsBoundary(instant) ? instant : instant.AddTicks(timeframe.Length.Ticks - over);
    }
}
