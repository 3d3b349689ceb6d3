using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>Compares the candles that two series have in common, window by window.</summary>
public sealed class SeriesComparison(string with)
{
    private const int MostExamples = 5;

    private readonly List<DateTimeOffset> _examples = [];
    private long _compared;
    private long _prices;
    private long _volumes;

    /// <summary>Adds one window of both; rows of each in rising order.</summary>
    public void Add(ReadOnlySpan<Candle> ours, ReadOnlySpan<Candle> theirs)
    {
        var other = 0;
        foreach (var candle in ours)
        {
            while (other < theirs.Length && theirs[other].OpenAt < candle.OpenAt)
            {
                other++;
            }

            if (other < theirs.Length && theirs[other].OpenAt == candle.OpenAt)
            {
                Compare(candle, theirs[other]);
            }
        }
    }

    /// <summary>Null when nothing could be compared.</summary>
    public SourceComparison? Finish() => _compared == 0 ? null : new SourceComparison(with, _compared, _prices, _volumes, [.. _examples]);

    /// <summary>Adds finer candles up to coarser ones; a coarse candle of which a part is missing is left out.</summary>
    public static ImmutableArray<Candle> Aggregate(ReadOnlySpan<Candle> fine, Timeframe from, Timeframe to)
    {
        var coarse = ImmutableArray.CreateBuilder<Candle>();
        var parts = to.Length.Ticks / from.Length.Ticks;
        for (var first = 0; first < fine.Length;)
        {
            var end = fine[first].OpenAt + to.Length;
            var next = first + 1;
            while (to.IsBoundary(fine[first].OpenAt) && next < fine.Length && fine[next].OpenAt < end)
            {
                next++;
            }

            if (next - first == parts)
            {
                coarse.Add(Sum(fine[first..next]));
            }

            first = next;
        }

        return coarse.DrainToImmutable();
    }

    private static Candle Sum(ReadOnlySpan<Candle> parts)
    {
        var sum = parts[0];
        foreach (var part in parts[1..])
        {
            sum = sum with
            {
                High = Math.Max(sum.High, part.High),
                Low = Math.Min(sum.Low, part.Low),
                Close = part.Close,
                Volume = sum.Volume + part.Volume,
            };
        }

        return sum;
    }

    private void Compare(in Candle ours, in Candle theirs)
    {
        _compared++;
        _volumes += ours.Volume == theirs.Volume ? 0 : 1;
        if ((ours.Open, ours.High, ours.Low, ours.Close) == (theirs.Open, theirs.High, theirs.Low, theirs.Close))
        {
            return;
        }

        _prices++;
        if (_examples.Count < MostExamples)
        {
            _examples.Add(ours.OpenAt);
        }
    }
}
