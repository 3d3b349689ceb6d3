using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Trading;

namespace Etrms.Contracts;

/// <summary>
/// Body of POST and PUT backtest, and the request file of the offline command. The form of the seeds is enough: what it does not name has the
/// defaults that stand here.
/// </summary>
public sealed record BacktestBody
{
    [Required, StringLength(120, MinimumLength = 1)]
    public string Name { get; init; } = "";

    [StringLength(2000)]
    public string Description { get; init; } = "";

    [Required]
    public BacktestType? Type { get; init; }

    /// <summary>Inclusive.</summary>
    [Required]
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>Exclusive: a candle belongs to the run when it opens before.</summary>
    [Required]
    public DateTimeOffset? EndDate { get; init; }

    [Required, MinLength(1), MaxLength(2)]
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    /// <summary>In the spelling of any venue: BTCUSDT is BTC on Hyperliquid.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Such as 1m, 1h, 4h or 1d.</summary>
    [Required, StringLength(4, MinimumLength = 2)]
    public string Timeframe { get; init; } = "";

    /// <summary>Quote units.</summary>
    [Required]
    public decimal? InitialCapital { get; init; }

    [MaxLength(50)]
    public IReadOnlyList<BreakerBody> CircuitBreakers { get; init; } = [];

    public BacktestParametersBody? Parameters { get; init; }

    /// <summary>Null is the moving-average cross with its defaults.</summary>
    public BacktestStrategyBody? Strategy { get; init; }

    public BacktestDataBody? Data { get; init; }

    public BacktestCostsBody? Costs { get; init; }

    public BacktestMarginBody? Margin { get; init; }

    /// <summary>How the trials are chosen; for the types OPTIMIZATION and WALK_FORWARD.</summary>
    public OptimizationBody? Optimization { get; init; }

    /// <summary>For the type WALK_FORWARD.</summary>
    public WalkForwardBody? WalkForward { get; init; }

    /// <summary>For the type MONTE_CARLO.</summary>
    public MonteCarloBody? MonteCarlo { get; init; }

    /// <summary>Candles before the start that only warm the indicators: nothing trades and nothing is counted in them.</summary>
    [Range(0, 100_000)]
    public int WarmUpBars { get; init; }

    /// <summary>Which of two prices inside one candle is assumed to have come first; the band shows both.</summary>
    public IntrabarOrder IntrabarOrder { get; init; }

    /// <summary>Closes what is open at the end; otherwise it is marked to the last close and listed as open.</summary>
    public bool ClosesAtEnd { get; init; }

    /// <summary>Also run without the breakers, to see what they cost or saved.</summary>
    public bool Counterfactual { get; init; } = true;

    /// <summary>Start of everything random; the same seed gives the same bytes.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>The seeds' parameters. Ratios are fractions.</summary>
public sealed record BacktestParametersBody
{
    /// <summary>
    /// Share of equity that a trade may lose up to its stop; without a stop the share that it binds as margin, which is the most an isolated
    /// position can lose. Null trades with all of it.
    /// </summary>
    [Range(0, 1)]
    public decimal? RiskPerTrade { get; init; }

    /// <summary>Borrowed multiple up to which equity is used.</summary>
    [Range(1, 125)]
    public int Leverage { get; init; } = 1;

    /// <summary>Distance of the stop from the close of the signal, as a fraction; null leaves it to the strategy.</summary>
    [Range(0, 1)]
    public decimal? StopLossPercent { get; init; }

    /// <summary>Distance of the target from the close of the signal, as a fraction; null leaves it to the strategy.</summary>
    [Range(0, 100)]
    public decimal? TakeProfitPercent { get; init; }

    /// <summary>What the best trial is best in; null is the Sharpe ratio.</summary>
    public BacktestObjective? OptimizationTarget { get; init; }

    /// <summary>
    /// By name of a strategy's parameter, stop_loss_percent, take_profit_percent, risk_per_trade, leverage, slippage or
    /// circuit_breakers[0].threshold. The order of the grid is that of the names; the last one changes first.
    /// </summary>
    public IReadOnlyDictionary<string, ParameterRangeBody>? ParametersToOptimize { get; init; }

    /// <summary>Paths of the type MONTE_CARLO.</summary>
    [Range(1, 100_000)]
    public int? NumSimulations { get; init; }

    /// <summary>"slippage", "win_rate" (conditional: trades are drawn until that share of them wins) or a name as in parameters_to_optimize.</summary>
    public IReadOnlyDictionary<string, RandomRangeBody>? RandomizeParameters { get; init; }
}

/// <summary>From start to end, both included, counted in decimals.</summary>
public sealed record ParameterRangeBody
{
    [Required]
    public decimal? Start { get; init; }

    [Required]
    public decimal? End { get; init; }

    [Required]
    public decimal? Step { get; init; }
}

/// <summary>Drawn evenly between both.</summary>
public sealed record RandomRangeBody
{
    [Required]
    public decimal? Min { get; init; }

    [Required]
    public decimal? Max { get; init; }
}

/// <summary>A strategy of the catalogue (GET backtest/strategies), or one of an own assembly.</summary>
public sealed record BacktestStrategyBody
{
    [Required, StringLength(80, MinimumLength = 1)]
    public string Name { get; init; } = "";

    /// <summary>By name; numbers, words or yes and no. What is not named has its default.</summary>
    [JsonConverter(typeof(PlainValues))]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// What trades instead in a regime of the market: trending, ranging, volatile, breakout, reversal. In every other regime, and while it is unknown, the
    /// parameters above do.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, StrategySetBody>? Regimes { get; init; }

    /// <summary>How large entries are in a state of the market, as shares of what they are otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StrategySizeBody? Size { get; init; }
}

/// <summary>Which stored history is used.</summary>
public sealed record BacktestDataBody
{
    public SeriesKind Kind { get; init; } = SeriesKind.Perpetual;

    /// <summary>Null takes the first that covers the range: LIVE, IMPORT, TESTNET, PAPER.</summary>
    public SeriesSource? Source { get; init; }

    /// <summary>
    /// Start although more than one candle in a hundred is missing, or a contract was listed later, and let the last rate and the traded price stand in
    /// for missing funding and marks. All of it is reported either way.
    /// </summary>
    public bool AllowGaps { get; init; }
}

/// <summary>What trading costs. All fractions: 0.04 % is 0.0004.</summary>
public sealed record BacktestCostsBody
{
    /// <summary>Share of |quantity| x price of a fill that takes liquidity.</summary>
    public decimal TakerFee { get; init; } = 0.0004m;

    /// <summary>The same for limit orders that rested; negative is a rebate.</summary>
    public decimal MakerFee { get; init; } = 0.0004m;

    /// <summary>How much worse than the model's price a taking fill is.</summary>
    public decimal Slippage { get; init; }

    /// <summary>Charge funding at every settlement; needs the stored funding of the contracts.</summary>
    public bool Funding { get; init; }
}

/// <summary>How positions are margined, and which order rules hold.</summary>
public sealed record BacktestMarginBody
{
    /// <summary>Null is without a margin model: nothing is liquidated.</summary>
    public MarginMode? Mode { get; init; }

    /// <summary>Keep to the venue's lot, tick and smallest notional; otherwise a lot of 1e-8 and no tick.</summary>
    public bool ExchangeRules { get; init; }
}

/// <summary>How the trials of an optimisation are chosen.</summary>
public sealed record OptimizationBody
{
    public OptimizationMethod Method { get; init; }

    /// <summary>Trials of RANDOM.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Of GENETIC.</summary>
    [Range(4, 1_000)]
    public int Population { get; init; } = 40;

    /// <summary>Of GENETIC.</summary>
    [Range(1, 500)]
    public int Generations { get; init; } = 20;

    /// <summary>Trials with fewer closed trades are not chosen.</summary>
    [Range(0, 100_000)]
    public int MinimumTrades { get; init; }

    /// <summary>The two parameters of the heat map, x and y; null takes the first two that vary.</summary>
    [MinLength(2), MaxLength(2)]
    public IReadOnlyList<string>? HeatMap { get; init; }
}

/// <summary>Slices of a walk-forward run, in candles. Each is chosen on training candles alone and traded on the test candles after them.</summary>
public sealed record WalkForwardBody
{
    public WalkForwardScheme Scheme { get; init; }

    [Required, Range(10, 10_000_000)]
    public int? TrainBars { get; init; }

    [Required, Range(1, 10_000_000)]
    public int? TestBars { get; init; }

    /// <summary>From one window to the next; null is test_bars.</summary>
    [Range(1, 10_000_000)]
    public int? StepBars { get; init; }

    /// <summary>Candles left out between training and test.</summary>
    [Range(0, 1_000_000)]
    public int PurgeBars { get; init; }

    /// <summary>Warm the indicators of a test on the candles before it; trades happen inside it only.</summary>
    public bool Warm { get; init; } = true;
}

public sealed record MonteCarloBody
{
    /// <summary>Null is PARAMETER_NOISE when randomize_parameters names a parameter, SLIPPAGE when it names slippage alone, else TRADE_BOOTSTRAP.</summary>
    public MonteCarloMethod? Method { get; init; }

    /// <summary>Trades or candles that stay together; null is one trade, or the square root of the number of candles.</summary>
    [Range(1, 1_000_000)]
    public int? BlockLength { get; init; }

    /// <summary>Share of the initial capital whose loss is ruin.</summary>
    [Range(0, 1)]
    public decimal RuinAt { get; init; } = 0.5m;
}
