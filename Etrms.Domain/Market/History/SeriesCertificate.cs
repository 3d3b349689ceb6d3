using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>What a series is good for.</summary>
public enum SeriesVerdict
{
    /// <summary>Nothing to remark.</summary>
    Clean,

    /// <summary>Sound rows, but with holes, stillness or jumps that a strategy should know of.</summary>
    Usable,

    /// <summary>Rows that cannot be true, or that another source contradicts.</summary>
    Flawed,
}

/// <summary>Missing rows between two stored ones.</summary>
/// <param name="Missing">How many rows should stand there; null where the step is the venue's choice.</param>
public sealed record SeriesGap(DateTimeOffset From, DateTimeOffset To, long? Missing);

/// <summary>A close that lies far from the one before it, as a fraction of it.</summary>
public sealed record PriceMove(DateTimeOffset At, decimal Change);

/// <summary>Rows in a row that share something.</summary>
public sealed record RunFindings(long Rows, long Runs, long Longest);

/// <summary>What only candles can have.</summary>
/// <param name="Invalid">Rows whose high is not the highest, whose low is not the lowest, or with a price of nothing or a negative volume.</param>
/// <param name="Stale">Rows that repeat all five values of the row before.</param>
/// <param name="ZeroVolume">Rows without a trade.</param>
/// <param name="Outliers">Closes further than <see cref="CertificateBuilder.OutlierSigmas"/> robust standard deviations from the close before.</param>
/// <param name="WorstMoves">The largest moves, outliers or not, largest first.</param>
public sealed record PriceFindings(long Invalid, RunFindings Stale, RunFindings ZeroVolume, long Outliers, ImmutableArray<PriceMove> WorstMoves);

/// <summary>The same candles from elsewhere: another source, or a finer timeframe added up.</summary>
/// <param name="With">The other series in words.</param>
/// <param name="Compared">Candles that both have.</param>
/// <param name="FirstPriceDifferences">When the first candles with another price opened.</param>
public sealed record SourceComparison(
    string With, long Compared, long PriceDifferences, long VolumeDifferences, ImmutableArray<DateTimeOffset> FirstPriceDifferences);

/// <summary>The data-quality certificate of a series.</summary>
/// <param name="ContentHash">SHA-256 over every row in order; equal content has an equal hash, whatever it was read from.</param>
/// <param name="Gaps">How many gaps there are.</param>
/// <param name="MissingRows">Rows missing in all gaps; null for funding.</param>
/// <param name="LargestGaps">The largest, in order of time.</param>
/// <param name="Prices">Null for funding.</param>
public sealed record SeriesCertificate(
    long Rows, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, string ContentHash, long Duplicates, long OutOfOrder, long Misaligned,
    long Gaps, long? MissingRows, ImmutableArray<SeriesGap> LargestGaps, PriceFindings? Prices)
{
    public ImmutableArray<SourceComparison> Comparisons { get; init; } = [];

    public SeriesVerdict Verdict =>
        Duplicates + OutOfOrder + Misaligned > 0 || Prices is { Invalid: > 0 } || Comparisons.Any(comparison => comparison.PriceDifferences > 0)
            ? SeriesVerdict.Flawed
            : Gaps > 0 || Prices is { Outliers: > 0 } || Prices is { Stale.Rows: > 0 } || Prices is { ZeroVolume.Rows: > 0 }
                || Comparisons.Any(comparison => comparison.VolumeDifferences > 0)
                ? SeriesVerdict.Usable
                : SeriesVerdict.Clean;
}
