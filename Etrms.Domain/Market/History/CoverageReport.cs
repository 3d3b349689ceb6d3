using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>What of a wanted range is stored.</summary>
/// <param name="BeginsAt">The first row, where the venue's history begins inside the range; null when the range is covered from its start.</param>
/// <param name="MissingRows">Rows missing after the beginning; null for funding.</param>
public sealed record CoverageReport(DateTimeOffset? BeginsAt, long? MissingRows, ImmutableArray<SeriesGap> Gaps)
{
    /// <summary>Compares a range with the stored stretches of a series.</summary>
    /// <param name="wanted">The range, ending no later than the newest closed row.</param>
    /// <param name="stretches">What is stored, in order.</param>
    /// <param name="timeframe">Null for funding.</param>
    /// <param name="longestStep">The longest time between two rows without a gap.</param>
    public static CoverageReport Of(TimeRange wanted, IReadOnlyList<TimeRange> stretches, Timeframe? timeframe, TimeSpan longestStep)
    {
        DateTimeOffset? begins = stretches.Count > 0 && IsApart(wanted.Start, stretches[0].Start) ? stretches[0].Start : null;
        var gaps = new TimeRange(begins ?? wanted.Start, wanted.End).Without(stretches)
            .Where(hole => IsApart(hole.Start, hole.End))
            .Select(hole => new SeriesGap(hole.Start, hole.End, hole.Length.Ticks / timeframe?.Length.Ticks))
            .ToImmutableArray();
        return new CoverageReport(begins, timeframe is null ? null : gaps.Sum(gap => gap.Missing ?? 0), gaps);

        bool IsApart(DateTimeOffset from, DateTimeOffset to) => timeframe is { } frame ? to - from >= frame.Length : to - from > longestStep;
    }
}
