using System.Collections.Immutable;
using Etrms.Domain.Backtesting.MonteCarlo;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Everything that came out of a backtest. It holds no clock and no id: the same request over the same data makes the same report.</summary>
public sealed record BacktestReport
{
    public required BacktestTerms Terms { get; init; }

    /// <summary>True when pieces are missing or the run was stopped before its end.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>The run as asked for; of an optimization the best one, of a walk-forward all test windows in a row.</summary>
    public required RunDetail Detail { get; init; }

    public OptimizationReport? Optimization { get; init; }

    public WalkForwardReport? WalkForward { get; init; }

    public MonteCarloReport? MonteCarlo { get; init; }

    /// <summary>What sets of parameters by regime did; null without them.</summary>
    public SetReport? Sets { get; init; }

    public required OverfittingReport Overfitting { get; init; }

    public required ImmutableArray<SeriesUse> Series { get; init; }

    /// <summary>Null when it could not be tried.</summary>
    public LookaheadProof? Lookahead { get; init; }

    /// <summary>What the regimes mean.</summary>
    public required string RegimeConvention { get; init; }

    /// <summary>What the run takes for granted, in sentences.</summary>
    public required ImmutableArray<string> Assumptions { get; init; }

    /// <summary>What to beware of, in sentences.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>What this run adds to the ledger of all trials.</summary>
    public required TrialLedger Tried { get; init; }
}

/// <summary>What a report is made of, besides the request and its pieces.</summary>
public sealed record ReportInputs
{
    /// <summary>The whole series, each with the venue's rules; what a request leaves out is left out here.</summary>
    public required ImmutableArray<Engine.BacktestMarket> Markets { get; init; }

    public required ImmutableArray<SeriesUse> Series { get; init; }

    /// <summary>What other requests ever tried of this strategy on these markets.</summary>
    public TrialLedger Others { get; init; } = TrialLedger.Empty;

    public IRegimeLabels Regimes { get; init; } = new TrendAndVolatility();

    /// <summary>Why pieces failed, by number.</summary>
    public ImmutableSortedDictionary<int, string> Failures { get; init; } = ImmutableSortedDictionary<int, string>.Empty;
}
