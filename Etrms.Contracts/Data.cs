using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Contracts;

/// <summary>Asks for public history: candles of every symbol and timeframe on every exchange, and their funding.</summary>
public sealed record DownloadRequest
{
    [Required, MinLength(1)]
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    /// <summary>In the spelling of any venue: BTCUSDT is BTC on Hyperliquid.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Such as 1m, 1h, 4h or 1d; none for funding alone.</summary>
    [MaxLength(14)]
    public IReadOnlyList<string> Timeframes { get; init; } = [];

    /// <summary>Inclusive.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive.</summary>
    [Required]
    public DateTimeOffset? End { get; init; }

    public AccountNetwork Network { get; init; } = AccountNetwork.Live;

    public bool Funding { get; init; } = true;
}

public enum DownloadState
{
    Queued,
    Running,
    Complete,

    /// <summary>Everything the venue has is stored, and it lacks some of what was asked for.</summary>
    CompleteWithGaps,
    Failed,
    Cancelled,
}

public sealed record DownloadView
{
    public required Guid Id { get; init; }

    public required DownloadState State { get; init; }

    public required DownloadRequest Request { get; init; }

    /// <summary>Fraction of the asked time that is stored or known to be missing; null before the worker looked.</summary>
    public decimal? Progress { get; init; }

    public required IReadOnlyList<DownloadPartView> Parts { get; init; }

    /// <summary>Why it failed, or why it waits.</summary>
    public string? Error { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>One series of a download.</summary>
/// <param name="Timeframe">Null for funding.</param>
/// <param name="FetchedRows">Rows that this download asked the venue for; what was stored before is not asked for again.</param>
/// <param name="HistoryBeginsAt">When the venue's history begins inside the range; null when it covers the start.</param>
/// <param name="MissingRows">Null for funding, whose steps the venue chooses, and while it runs.</param>
public sealed record DownloadPartView(
    Exchange Exchange, string Symbol, SeriesKind Kind, string? Timeframe, bool IsDone, decimal Progress, long FetchedRows,
    DateTimeOffset? HistoryBeginsAt, long? MissingRows, IReadOnlyList<GapView> Gaps, int? SeriesId);

public sealed record DownloadsView(IReadOnlyList<DownloadView> Downloads);

public sealed record GapView(DateTimeOffset From, DateTimeOffset To, long? MissingRows);

/// <summary>A stored series with what it covers.</summary>
public sealed record SeriesView
{
    public required int Id { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required SeriesKind Kind { get; init; }

    /// <summary>Null for funding.</summary>
    public string? Timeframe { get; init; }

    public required SeriesSource Source { get; init; }

    public required long Rows { get; init; }

    public DateTimeOffset? FirstAt { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Null until a certificate of the present rows was made.</summary>
    public SeriesVerdict? Verdict { get; init; }
}

public sealed record SeriesListView(IReadOnlyList<SeriesView> Series);

/// <summary>One stored candle, named by its start.</summary>
public sealed record CandleView(DateTimeOffset At, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);

public sealed record CandlesView(IReadOnlyList<CandleView> Candles);

/// <summary>What an import changed; the same file again changes nothing.</summary>
public sealed record ImportView(SeriesView Series, long Rows, long Inserted, long Changed);

/// <summary>The data-quality certificate of one series.</summary>
public sealed record CertificateView
{
    public required SeriesView Series { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required SeriesVerdict Verdict { get; init; }

    /// <summary>SHA-256 over all rows.</summary>
    public required string ContentHash { get; init; }

    public required long Duplicates { get; init; }

    public required long OutOfOrder { get; init; }

    public required long Misaligned { get; init; }

    public required long Gaps { get; init; }

    public long? MissingRows { get; init; }

    public required IReadOnlyList<GapView> LargestGaps { get; init; }

    /// <summary>Null for funding.</summary>
    public PriceFindingsView? Prices { get; init; }

    public required IReadOnlyList<SourceComparisonView> Comparisons { get; init; }
}

/// <param name="InvalidRows">High not the highest, low not the lowest, a price of nothing, a negative volume.</param>
/// <param name="StaleRows">Rows that repeat the row before in all five values.</param>
/// <param name="Outliers">Closes further than 25 robust standard deviations from the close before.</param>
public sealed record PriceFindingsView(
    long InvalidRows, long StaleRows, long LongestStaleRun, long ZeroVolumeRows, long ZeroVolumeRuns, long LongestZeroVolumeRun,
    long Outliers, IReadOnlyList<PriceMoveView> WorstMoves);

/// <param name="Change">Close over the close before, less one.</param>
public sealed record PriceMoveView(DateTimeOffset At, decimal Change);

/// <param name="With">Another source of the same series, or a finer timeframe added up.</param>
public sealed record SourceComparisonView(
    string With, long Compared, long PriceDifferences, long VolumeDifferences, IReadOnlyList<DateTimeOffset> FirstPriceDifferences);
