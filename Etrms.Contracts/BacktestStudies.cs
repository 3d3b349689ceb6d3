using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Contracts;

/// <summary>One combination of parameters that was tried.</summary>
/// <param name="Number">In the order of the search, from 1; the same number is the same combination in every repetition.</param>
/// <param name="Objective">The figure it was judged by; null when not defined.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record BacktestTrialView(
    int Number, IReadOnlyDictionary<string, string> Parameters, double? Objective, double? TotalReturn, double? SharpeRatio, double? MaxDrawdown,
    double? ProfitFactor, double? WinRate, int? Trades, string? Error);

/// <summary>What a search over parameters found.</summary>
/// <param name="Parameters">Names of what was varied.</param>
/// <param name="Trials">The best, at most 1,000; all stand at backtest/{id}/trials.</param>
public sealed record OptimizationView(
    OptimizationMethod Method, BacktestObjective Objective, IReadOnlyList<string> Parameters, int TrialsTotal, int TrialsFailed,
    BacktestTrialView? Best, IReadOnlyList<BacktestTrialView> Trials, HeatMapView? HeatMap);

/// <summary>The objective over two parameters; where others vary too, the best over them.</summary>
/// <param name="Cells">A row for each y, a column for each x; null where nothing was tried or defined.</param>
public sealed record HeatMapView(
    string X, string Y, IReadOnlyList<decimal> XValues, IReadOnlyList<decimal> YValues, IReadOnlyList<IReadOnlyList<double?>> Cells);

/// <summary>How parameters that were chosen on the past did on what came after.</summary>
/// <param name="Efficiency">Mean return for a candle out of sample over the one in sample; null unless the one in sample is above 0.</param>
/// <param name="Consistency">Share of windows with a profit out of sample.</param>
/// <param name="Decay">Share of the mean objective that was lost from in sample to out of sample; null unless the one in sample is above 0.</param>
public sealed record WalkForwardView(
    WalkForwardScheme Scheme, BacktestObjective Objective, IReadOnlyList<WalkForwardWindowView> Windows, double? Efficiency, double? Consistency,
    double? Decay);

/// <summary>One window. Ends are exclusive.</summary>
public sealed record WalkForwardWindowView
{
    public required int Number { get; init; }

    public required long TrainFromMs { get; init; }

    public required long TrainToMs { get; init; }

    public required long TestFromMs { get; init; }

    public required long TestToMs { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public double? InSampleObjective { get; init; }

    public double? OutOfSampleObjective { get; init; }

    public double? InSampleReturn { get; init; }

    public double? OutOfSampleReturn { get; init; }

    public decimal? OutOfSampleFinalEquity { get; init; }

    public int? Trades { get; init; }

    public string? Error { get; init; }
}

/// <summary>What else might have happened.</summary>
/// <param name="Condition">What the paths are conditional on, in words, such as a wanted win rate; null when nothing.</param>
/// <param name="Conditional">True when the paths were chosen to have a wanted win rate.</param>
/// <param name="ProbabilityOfLoss">Share of paths that end below the initial capital.</param>
/// <param name="RiskOfRuin">Share of paths that ever fell to the ruin level.</param>
/// <param name="FinalEquity">By quantile.</param>
/// <param name="MaxDrawdown">By quantile, as positive fractions.</param>
public sealed record MonteCarloView(
    MonteCarloMethod Method, int Paths, int PathsFailed, bool Conditional, string? Condition, double? ProbabilityOfLoss, double? RiskOfRuin,
    decimal RuinAt, IReadOnlyList<QuantileView> FinalEquity, IReadOnlyList<QuantileView> MaxDrawdown, FanView Fan);

/// <param name="Level">Between 0 and 1.</param>
public sealed record QuantileView(double Level, double Value);

/// <summary>Quantiles of the paths' equity along the way.</summary>
/// <param name="Unit">"trades" or "candles": what the steps count.</param>
/// <param name="Bands">A list for each level, as long as the steps.</param>
public sealed record FanView(string Unit, IReadOnlyList<int> Steps, IReadOnlyList<double> Levels, IReadOnlyList<IReadOnlyList<double>> Bands);

/// <summary>How likely the result is luck.</summary>
/// <param name="Reasons">In sentences.</param>
/// <param name="TrialsOfRun">Combinations tried in this run.</param>
/// <param name="TrialsEver">Trials of these markets ever run here, this run's among them.</param>
/// <param name="ProbabilisticSharpe">Probability that the true Sharpe ratio is above 0.</param>
/// <param name="DeflatedSharpe">The same against the best that as many trials would give by luck.</param>
/// <param name="ProbabilityOfOverfitting">By combinatorially symmetric cross-validation; null with fewer than two trials.</param>
/// <param name="MinTrackRecordDays">Days that would make the Sharpe ratio believable at 95 %.</param>
/// <param name="MinBacktestYears">Length below which as many trials give such a Sharpe ratio by luck.</param>
public sealed record OverfittingView(
    BacktestVerdict Verdict, IReadOnlyList<string> Reasons, int TrialsOfRun, int TrialsEver, double? ProbabilisticSharpe, double? DeflatedSharpe,
    double? ProbabilityOfOverfitting, double? MinTrackRecordDays, double? MinBacktestYears);

/// <summary>What the data of a run is good for.</summary>
public sealed record BacktestCertificateView(SeriesVerdict Verdict, IReadOnlyList<BacktestSeriesView> Series);

/// <summary>One series as it was used.</summary>
/// <param name="Source">Null when it came from a file.</param>
/// <param name="ContentHash">SHA-256 over the rows used.</param>
/// <param name="MissingRows">Null for funding.</param>
public sealed record BacktestSeriesView(
    Exchange Exchange, string Symbol, SeriesKind Kind, string? Timeframe, SeriesSource? Source, long Rows, long? FirstMs, long? LastMs,
    long? MissingRows, long Gaps, long StaleRows, long ZeroVolumeRows, long InvalidRows, long Outliers, SeriesVerdict Verdict, string ContentHash);

/// <summary>Whether the strategy sees what was not there yet: the run repeated on data that ends early must trade the same until then.</summary>
/// <param name="Cuts">How many shortened runs were compared.</param>
/// <param name="FirstDifferenceMs">Null when there is none.</param>
public sealed record LookaheadView(bool Passed, int Cuts, long? FirstDifferenceMs, string Explanation);
