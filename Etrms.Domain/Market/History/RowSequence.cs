using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>The times of a series as its rows pass: order, duplicates, alignment and gaps.</summary>
/// <param name="timeframe">Null for funding.</param>
/// <param name="longestStep">Rows further apart than this have a gap between them.</param>
internal sealed class RowSequence(Timeframe? timeframe, TimeSpan longestStep)
{
    private const int MostGaps = 20;

    private readonly List<SeriesGap> _gaps = [];

    public long Rows { get; private set; }

    public long Duplicates { get; private set; }

    public long OutOfOrder { get; private set; }

    public long Misaligned { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public long Gaps => _gaps.Count;

    public long? MissingRows => timeframe is null ? null : _gaps.Sum(gap => gap.Missing ?? 0);

    public ImmutableArray<SeriesGap> LargestGaps =>
        [.. _gaps.OrderByDescending(gap => gap.To - gap.From).ThenBy(gap => gap.From).Take(MostGaps).OrderBy(gap => gap.From)];

    /// <summary>True when the row follows the one before it without a gap.</summary>
    public bool Add(DateTimeOffset at)
    {
        Rows++;
        Misaligned += timeframe is { } frame && !frame.IsBoundary(at) ? 1 : 0;
        if (Last is not { } last)
        {
            First = Last = at;
            return false;
        }

        if (at <= last)
        {
            Duplicates += at == last ? 1 : 0;
            OutOfOrder += at < last ? 1 : 0;
            return false;
        }

        var isNext = at - last <= longestStep;
        if (!isNext)
        {
            _gaps.Add(GapBetween(last, at));
        }

        Last = at;
        return isNext;
    }

    private SeriesGap GapBetween(DateTimeOffset last, DateTimeOffset next) => timeframe is { } frame
        ? new SeriesGap(last + frame.Length, next, (next - last).Ticks / frame.Length.Ticks - 1)
        : new SeriesGap(last, next, null);
}
