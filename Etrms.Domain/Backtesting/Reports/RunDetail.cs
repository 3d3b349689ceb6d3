using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>The run that a result shows, whole, with what it would have been otherwise.</summary>
public sealed record RunDetail
{
    public required RunSetup Setup { get; init; }

    public required BacktestRun Run { get; init; }

    public required PerformanceReport Report { get; init; }

    public required TimeSpan Step { get; init; }

    /// <summary>Beside the same without breakers; null when there are none, or it was not asked for.</summary>
    public Counterfactual? Counterfactual { get; init; }

    /// <summary>Null when no candle leaves open which price came first.</summary>
    public IntrabarBand? Band { get; init; }

    public required BreakerToll Toll { get; init; }

    public ImmutableArray<RegimeFigures> Regimes { get; init; } = [];

    public ImmutableArray<BreakerFigures> Breakers { get; init; } = [];

    public ImmutableArray<MonthlyReturn> Months { get; init; } = [];

    public ImmutableArray<DistributionBin> Distribution { get; init; } = [];
}
