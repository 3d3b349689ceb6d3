using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>How likely a result is luck.</summary>
public sealed record OverfittingReport
{
    /// <summary>Combinations that this run tried; 1 for a run without a search.</summary>
    public required long TrialsOfRun { get; init; }

    /// <summary>Trials of this strategy on these markets ever run, this run's among them.</summary>
    public required long TrialsEver { get; init; }

    /// <summary>Probability that the true Sharpe ratio is above 0.</summary>
    public double? ProbabilisticSharpe { get; init; }

    /// <summary>The same against the best that as many trials would give by luck.</summary>
    public double? DeflatedSharpe { get; init; }

    /// <summary>By combinatorially symmetric cross-validation; null where nothing was chosen among trials, or there was too little to tell.</summary>
    public double? ProbabilityOfOverfitting { get; init; }

    public double? MinTrackRecordDays { get; init; }

    /// <summary>Years below which as many trials give such a Sharpe ratio by luck.</summary>
    public double? MinBacktestYears { get; init; }

    public required double YearsTested { get; init; }

    public required int ClosedTrades { get; init; }

    /// <summary>True when the shown parameters were chosen among trials on the same candles that they are judged by.</summary>
    public required bool IsSelected { get; init; }

    /// <summary>Mean return for a candle out of sample over the one in sample; null but for walk-forward runs.</summary>
    public double? WalkForwardEfficiency { get; init; }

    /// <summary>False when the strategy was caught looking ahead; null when that was not tried.</summary>
    public bool? IsFreeOfLookahead { get; init; }

    /// <summary>True when pieces are missing.</summary>
    public bool IsPartial { get; init; }

    /// <summary>True when rows of the data cannot be true.</summary>
    public bool HasFlawedData { get; init; }

    /// <summary>What this is worth, and why.</summary>
    public BacktestVerdict Verdict => ApplyToLive.Weigh(this).Verdict;

    public ImmutableArray<string> Reasons => ApplyToLive.Weigh(this).Reasons;
}
