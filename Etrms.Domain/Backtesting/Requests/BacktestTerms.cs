using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Everything that somebody asks of a backtest, not judged yet.</summary>
public sealed record BacktestTerms
{
    public required BacktestType Type { get; init; }

    /// <summary>Candles that open from here, included, until <see cref="TimeRange.End"/>, excluded.</summary>
    public required TimeRange Range { get; init; }

    public required ImmutableArray<InstrumentId> Instruments { get; init; }

    public required Timeframe Timeframe { get; init; }

    /// <summary>Quote units.</summary>
    public required decimal InitialCapital { get; init; }

    public required string Strategy { get; init; }

    public ImmutableSortedDictionary<string, ParameterValue> StrategyParameters { get; init; } = ImmutableSortedDictionary<string, ParameterValue>.Empty;

    /// <summary>What trades instead in some regimes, and how large.</summary>
    public StrategySets Sets { get; init; } = StrategySets.None;

    public ImmutableArray<CircuitBreaker> Breakers { get; init; } = [];

    public Costs Costs { get; init; } = Costs.Flat(0.0004m);

    public bool ChargesFunding { get; init; }

    public int Leverage { get; init; } = 1;

    /// <summary>Share of equity that a trade may lose up to its stop; null trades with all of it.</summary>
    public decimal? RiskPerTrade { get; init; }

    /// <summary>Null is without a margin model.</summary>
    public MarginMode? Margin { get; init; }

    /// <summary>Keep to the venue's lot, tick and smallest notional; otherwise a lot of 1e-8 and no tick.</summary>
    public bool UsesExchangeRules { get; init; }

    /// <summary>Start although much of the range is missing, and take the last funding rate and the traded price where those of the venue are.</summary>
    public bool AllowGaps { get; init; }

    /// <summary>Fills also in flat candles without volume; for series that carry no volumes.</summary>
    public bool IgnoresVolume { get; init; }

    public int WarmUpBars { get; init; }

    public IntrabarOrder IntrabarOrder { get; init; }

    public bool ClosesAtEnd { get; init; }

    public bool Counterfactual { get; init; } = true;

    /// <summary>Start of everything random.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>For <see cref="BacktestType.Optimization"/> and <see cref="BacktestType.WalkForward"/>.</summary>
    public SearchTerms? Search { get; init; }

    public WalkForwardTerms? WalkForward { get; init; }

    public MonteCarloTerms? MonteCarlo { get; init; }
}

/// <summary>Which combinations of parameters are tried, and what the best of them is best in.</summary>
public sealed record SearchTerms
{
    public OptimizationMethod Method { get; init; }

    public BacktestObjective Objective { get; init; }

    /// <summary>The first one changes last.</summary>
    public required ImmutableArray<Optimization.ParameterRange> Ranges { get; init; }

    /// <summary>Of <see cref="OptimizationMethod.Random"/>.</summary>
    public int Trials { get; init; } = 200;

    /// <summary>Of <see cref="OptimizationMethod.Genetic"/>, over all islands.</summary>
    public int Population { get; init; } = 40;

    public int Generations { get; init; } = 20;

    /// <summary>Trials with fewer closed trades are not chosen.</summary>
    public int MinimumTrades { get; init; }

    /// <summary>The two parameters of the heat map; null takes the first two that vary.</summary>
    public (string X, string Y)? HeatMap { get; init; }
}

/// <summary>Slices of a walk-forward run, in candles.</summary>
public sealed record WalkForwardTerms
{
    public WalkForwardScheme Scheme { get; init; }

    public required int TrainBars { get; init; }

    public required int TestBars { get; init; }

    /// <summary>From one window to the next.</summary>
    public required int StepBars { get; init; }

    /// <summary>Left out between training and test.</summary>
    public int PurgeBars { get; init; }

    /// <summary>Warms the indicators of a test on the candles before it.</summary>
    public bool Warm { get; init; } = true;
}

/// <summary>How paths differ from what happened.</summary>
public sealed record MonteCarloTerms
{
    public required MonteCarloMethod Method { get; init; }

    public int Paths { get; init; } = 1_000;

    /// <summary>Trades or candles that stay together; null is one trade, or the square root of the number of candles.</summary>
    public int? BlockLength { get; init; }

    /// <summary>Share of the initial capital whose loss is ruin.</summary>
    public decimal RuinAt { get; init; } = 0.5m;

    public RandomRange? Slippage { get; init; }

    /// <summary>Share of winning trades that each path is drawn to have: a condition, not a forecast.</summary>
    public RandomRange? WinRate { get; init; }

    /// <summary>Parameters that are drawn for each path.</summary>
    public ImmutableArray<RandomRange> Parameters { get; init; } = [];
}

/// <summary>Drawn evenly between both.</summary>
public sealed record RandomRange(string Name, decimal Min, decimal Max);

/// <summary>Why a request cannot be carried out, and what to do.</summary>
/// <param name="Field">In the spelling of the JSON.</param>
public readonly record struct RequestFault(string Field, string Message);
