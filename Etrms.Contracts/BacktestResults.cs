using System.Text.Json.Serialization;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts;

/// <summary>
/// What came out of a run; also the result file of the offline command. It holds no wall clock and no id: the same request over the same data
/// gives the same bytes. Times are milliseconds since 1970 (UTC) and name the start of a candle; ratios are fractions; null is undefined or unknown.
/// </summary>
public sealed record BacktestResultView
{
    public required BacktestType Type { get; init; }

    public required string Strategy { get; init; }

    /// <summary>The parameters of the run shown here; of an optimisation the chosen ones.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required long Seed { get; init; }

    /// <summary>True when pieces failed or the run was stopped before its end.</summary>
    public required bool IsPartial { get; init; }

    public required decimal InitialCapital { get; init; }

    public required decimal FinalEquity { get; init; }

    /// <summary>By name, such as total_return, annualized_return, max_drawdown, sharpe_ratio, sortino_ratio, win_rate, profit_factor.</summary>
    public required IReadOnlyDictionary<string, FigureView> Metrics { get; init; }

    /// <summary>Oldest first. Offline all of them, in the Api the first page; the rest stands at backtest/{id}/trades.</summary>
    public required IReadOnlyList<BacktestTradeView> Trades { get; init; }

    public required int TradesTotal { get; init; }

    public required IReadOnlyList<BacktestBreakerEventView> CircuitBreakerEvents { get; init; }

    /// <summary>Offline every candle, in the Api thinned; the rest stands at backtest/{id}/equity.</summary>
    public required BacktestCurveView Equity { get; init; }

    /// <summary>Orders that breakers refused.</summary>
    public required int RefusedOrders { get; init; }

    public required IReadOnlyList<MonthlyReturnView> MonthlyReturns { get; init; }

    /// <summary>Net returns of the closed trades on their cost, in bins.</summary>
    public required IReadOnlyList<DistributionBinView> TradeDistribution { get; init; }

    public IReadOnlyList<RegimeFiguresView> ByRegime { get; init; } = [];

    /// <summary>What sets of parameters by regime did; left out without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StrategySetsView? Sets { get; init; }

    public IReadOnlyList<BreakerFiguresView> ByBreaker { get; init; } = [];

    /// <summary>What the order of prices inside candles decides; null when no candle is ambiguous.</summary>
    public AmbiguityBandView? Band { get; init; }

    /// <summary>The same run without breakers; null when there are none or it was not asked for.</summary>
    public CounterfactualView? Counterfactual { get; init; }

    public OptimizationView? Optimization { get; init; }

    public WalkForwardView? WalkForward { get; init; }

    public MonteCarloView? MonteCarlo { get; init; }

    public required OverfittingView Overfitting { get; init; }

    public required BacktestCertificateView Certificate { get; init; }

    /// <summary>Null when the run was cancelled before the proof was made.</summary>
    public LookaheadView? Lookahead { get; init; }

    /// <summary>What the run assumes, in sentences.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>What to beware of, in sentences: few trades, gaps, pieces that failed.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A figure with the convention it follows.</summary>
/// <param name="Value">Null when not defined.</param>
/// <param name="Unit">"fraction", "quote", "ratio", "count", "days", "candles" or "probability".</param>
/// <param name="Convention">The formula in one line.</param>
public sealed record FigureView(string Title, double? Value, string Unit, string Convention);

/// <summary>A position from its opening to flat.</summary>
public sealed record BacktestTradeView
{
    /// <summary>From 1, in the order of ends.</summary>
    public required int Number { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required TradeSide Side { get; init; }

    /// <summary>Largest size, in base units.</summary>
    public required decimal Quantity { get; init; }

    public required long EntryTimeMs { get; init; }

    public required decimal EntryPrice { get; init; }

    public required decimal EntryFee { get; init; }

    public decimal? StopLoss { get; init; }

    public decimal? TakeProfit { get; init; }

    /// <summary>Null while open at the end of the run.</summary>
    public long? ExitTimeMs { get; init; }

    public decimal? ExitPrice { get; init; }

    public decimal? ExitFee { get; init; }

    public required ExitReason ExitReason { get; init; }

    /// <summary>Before fees and funding; of an open trade at the last close.</summary>
    public required decimal GrossPnl { get; init; }

    /// <summary>Received, negative when paid.</summary>
    public required decimal Funding { get; init; }

    /// <summary>After fees and funding; null while open.</summary>
    public decimal? NetPnl { get; init; }

    public required int BarsHeld { get; init; }

    /// <summary>Share of its size at which breakers and sets of parameters let the entry pass.</summary>
    public required decimal SizeFraction { get; init; }

    /// <summary>True when stop and target both lay inside the candle of the exit.</summary>
    public required bool IsAmbiguous { get; init; }
}

/// <summary>What a breaker did in the run.</summary>
/// <param name="TimeMs">Start of the candle at whose close it happened.</param>
/// <param name="Overshoot">How far beyond the limit the value was, as a fraction of the limit; null where that says nothing.</param>
public sealed record BacktestBreakerEventView(
    int Number, long TimeMs, string Breaker, string Type, BreakerEventKind Kind, decimal? Value, decimal Threshold, decimal? StageAt,
    decimal? Overshoot, decimal? Equity, string Explanation, string Consequence);

/// <summary>Equity at the close of each candle. All lists are as long as the times, or empty when there is no such curve.</summary>
/// <param name="Drawdown">Fall from the peak, as a positive fraction.</param>
/// <param name="WithoutBreakers">Equity of the counterfactual run.</param>
/// <param name="BestCase">Equity with the target first in every ambiguous candle.</param>
/// <param name="WorstCase">Equity with the stop first.</param>
/// <param name="Every">Candles from one point to the next; 1 when nothing is left out.</param>
public sealed record BacktestCurveView(
    IReadOnlyList<long> TimesMs, IReadOnlyList<double> Equity, IReadOnlyList<double> Drawdown, IReadOnlyList<double> WithoutBreakers,
    IReadOnlyList<double> BestCase, IReadOnlyList<double> WorstCase, int Every);

/// <param name="Month">1 to 12, in UTC.</param>
public sealed record MonthlyReturnView(int Year, int Month, double Return);

/// <summary>From inclusive, to exclusive.</summary>
public sealed record DistributionBinView(double From, double To, int Count);

/// <summary>Figures of the candles that one regime of the market held.</summary>
/// <param name="Share">Of all candles.</param>
public sealed record RegimeFiguresView(
    string Regime, double Share, int Trades, double? WinRate, double? TotalReturn, double? SharpeRatio, double? MaxDrawdown, double? NetPnl);

/// <summary>What one breaker did in the whole run.</summary>
/// <param name="ClosedTrades">Closed by a breaker at the open after one of its trips.</param>
/// <param name="WorstOvershoot">Furthest beyond its limit, as a fraction of the limit.</param>
/// <param name="TimeTrippedShare">Of the run, from trips to the next arming.</param>
public sealed record BreakerFiguresView(
    string Breaker, string Type, int Trips, int ClosedTrades, decimal? WorstOvershoot, double? TimeTrippedShare);

/// <summary>The run at its best and at its worst, where candles leave open what came first.</summary>
public sealed record AmbiguityBandView(int AmbiguousTrades, decimal BestFinalEquity, decimal WorstFinalEquity);

/// <summary>The same run without breakers.</summary>
/// <param name="Difference">Final equity with them less the one without: what they saved, negative what they cost.</param>
public sealed record CounterfactualView(
    decimal FinalEquity, decimal Difference, IReadOnlyDictionary<string, FigureView> Metrics, int Trades);
