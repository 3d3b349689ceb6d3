using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

public enum BacktestState
{
    /// <summary>Stored and never started, or changed since.</summary>
    Created,
    Queued,
    Running,
    Complete,

    /// <summary>Over, but some of its pieces failed or were never worked.</summary>
    Partial,
    Failed,
    Cancelled,
}

/// <summary>A backtest with its result, once there is one.</summary>
public sealed record BacktestView
{
    public required Guid Id { get; init; }

    public required BacktestState State { get; init; }

    public required BacktestBody Configuration { get; init; }

    public required BacktestProgressView Progress { get; init; }

    /// <summary>Why it failed, or why it is partial.</summary>
    public string? Error { get; init; }

    /// <summary>The job that carries it out; null before the first run.</summary>
    public Guid? JobId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null until the run is over; the first page of trades and a thinned curve are in it, the rest stands at its own address.</summary>
    public BacktestResultView? Result { get; init; }

    /// <summary>When it was applied to live; null when never.</summary>
    public BacktestApplicationView? Applied { get; init; }
}

/// <summary>How far a run is. Never goes back, also not when a worker dies.</summary>
/// <param name="Fraction">Of all candles of all pieces; null before the pieces are known.</param>
/// <param name="EtaSeconds">Null while unknown.</param>
/// <param name="Message">What it is doing, in words.</param>
/// <param name="PiecesDone">Chunks of work that are over, failed ones too.</param>
/// <param name="PiecesFailed">Of these the failed ones.</param>
public sealed record BacktestProgressView(
    decimal? Fraction, double? EtaSeconds, string Message, int PiecesDone, int PiecesFailed, int PiecesTotal);

/// <summary>A row of the list.</summary>
public sealed record BacktestRowView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required BacktestType Type { get; init; }

    public required BacktestState State { get; init; }

    public required BacktestProgressView Progress { get; init; }

    public string? Error { get; init; }

    public required string Strategy { get; init; }

    public required IReadOnlyList<Exchange> Exchanges { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    public required string Timeframe { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public required DateTimeOffset EndDate { get; init; }

    /// <summary>Key figures; each null until there is a result, or when it is not defined.</summary>
    public double? TotalReturn { get; init; }

    public double? MaxDrawdown { get; init; }

    public double? SharpeRatio { get; init; }

    public int? Trades { get; init; }

    public BacktestVerdict? Verdict { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <param name="Total">Rows that match, on all pages.</param>
/// <param name="NextOffset">Null on the last page.</param>
public sealed record BacktestListView(IReadOnlyList<BacktestRowView> Backtests, int Total, int Offset, int? NextOffset);

/// <summary>Data of the live channel "backtests": every run that is under way or ended within the last minutes.</summary>
public sealed record BacktestsLiveView(IReadOnlyList<BacktestLiveView> Backtests);

public sealed record BacktestLiveView(Guid Id, string Name, BacktestType Type, BacktestState State, BacktestProgressView Progress, string? Error);

/// <summary>A page of trades, oldest first.</summary>
public sealed record BacktestTradesView(IReadOnlyList<BacktestTradeView> Trades, int Total, int Offset, int? NextOffset);

/// <summary>A page of trials, best first unless asked otherwise.</summary>
public sealed record BacktestTrialsView(IReadOnlyList<BacktestTrialView> Trials, int Total, int Offset, int? NextOffset);

/// <summary>Up to five results beside each other.</summary>
public sealed record BacktestComparisonView(IReadOnlyList<BacktestView> Backtests);

/// <summary>What a run would need and do, without storing it.</summary>
/// <param name="Errors">Reasons by field; empty when it may start.</param>
/// <param name="Pieces">Chunks of work.</param>
/// <param name="Runs">Backtests it consists of: combinations times windows, or paths.</param>
/// <param name="Candles">Candle evaluations of all of them; null when the data is missing.</param>
public sealed record BacktestCheckView(
    IReadOnlyDictionary<string, string[]> Errors, IReadOnlyList<BacktestCoverageView> Coverage, int Pieces, long Runs, long? Candles);

/// <summary>What is stored of a series that a run needs.</summary>
/// <param name="Series">In words, such as "Binance:BTCUSDT perpetual 1h (live)".</param>
/// <param name="MissingRows">Null when nothing is stored at all.</param>
/// <param name="Download">What to ask POST data/downloads for; null when nothing is missing.</param>
public sealed record BacktestCoverageView(
    string Series, bool IsComplete, long? StoredRows, long? MissingRows, IReadOnlyList<GapView> Gaps, DownloadRequest? Download);

public sealed record StrategiesView(IReadOnlyList<StrategyView> Strategies);

/// <summary>A strategy of the catalogue, as a form needs it.</summary>
/// <param name="Source">"built-in", or the file of the own assembly.</param>
public sealed record StrategyView(string Name, string Title, string Description, string Source, IReadOnlyList<StrategyParameterView> Parameters);

/// <param name="Kind">"integer", "decimal", "choice" or "switch".</param>
/// <param name="Default">As text; empty for none.</param>
/// <param name="Choices">Words of a choice.</param>
public sealed record StrategyParameterView(
    string Name, string Title, string Kind, string Default, IReadOnlyList<string> Choices, decimal? Min, decimal? Max, string Help);

/// <summary>Puts the breakers of a backtest to work on live accounts and notes its parameters as the approved ones.</summary>
public sealed record ApplyBacktestRequest
{
    /// <summary>Needed with <see cref="Override"/>.</summary>
    [StringLength(500)]
    public string Reason { get; init; } = "";

    /// <summary>Apply although the verdict speaks against it.</summary>
    public bool Override { get; init; }

    /// <summary>Trial whose parameters are meant; null is the chosen one.</summary>
    [Range(1, int.MaxValue)]
    public int? Trial { get; init; }

    /// <summary>Mode of the breakers that are made.</summary>
    public Domain.Risk.Breakers.BreakerMode BreakerMode { get; init; } = Domain.Risk.Breakers.BreakerMode.Armed;
}

/// <summary>That and how a backtest was applied.</summary>
/// <param name="Breakers">Ids of the breakers that were made.</param>
public sealed record BacktestApplicationView(
    DateTimeOffset AppliedAt, string Operator, bool Overridden, string Reason, string Strategy, IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<Guid> Breakers);
