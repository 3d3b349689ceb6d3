using Etrms.Contracts;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market.History;

namespace Etrms.Web.Formatting;

/// <summary>The portal's words for backtests and jobs.</summary>
public static class BacktestWords
{
    public static string Of(BacktestType type) => type switch
    {
        BacktestType.Standard => "Standard",
        BacktestType.Optimization => "Optimisation",
        BacktestType.WalkForward => "Walk-forward",
        BacktestType.MonteCarlo => "Monte Carlo",
    };

    /// <summary>What a type answers, for whoever has to choose one.</summary>
    public static string Meaning(BacktestType type) => type switch
    {
        BacktestType.Standard => "One strategy with given parameters over one stretch of history.",
        BacktestType.Optimization => "Many combinations of parameters over the same stretch: which did best, and does it stand on a plateau?",
        BacktestType.WalkForward => "Parameters chosen on the past and traded on what came after, window by window: does the choice keep its promise?",
        BacktestType.MonteCarlo => "The same trades, returns or parameters shaken many times: how bad could it have been?",
    };

    public static (string Text, Tone Tone) Of(BacktestState state) => state switch
    {
        BacktestState.Created => ("Not started", Tone.Neutral),
        BacktestState.Queued => ("Queued", Tone.Info),
        BacktestState.Running => ("Running", Tone.Info),
        BacktestState.Complete => ("Complete", Tone.Good),
        BacktestState.Partial => ("Partial", Tone.Warning),
        BacktestState.Failed => ("Failed", Tone.Bad),
        BacktestState.Cancelled => ("Cancelled", Tone.Neutral),
    };

    public static (string Text, Tone Tone) Of(BacktestVerdict verdict) => verdict switch
    {
        BacktestVerdict.Sound => ("Sound", Tone.Good),
        BacktestVerdict.Weak => ("Too little to tell", Tone.Warning),
        BacktestVerdict.Overfit => ("Overfit", Tone.Bad),
    };

    public static (string Text, Tone Tone) Of(SeriesVerdict verdict) => verdict switch
    {
        SeriesVerdict.Clean => ("Clean", Tone.Good),
        SeriesVerdict.Usable => ("Usable", Tone.Warning),
        SeriesVerdict.Flawed => ("Flawed", Tone.Bad),
    };

    public static string Of(SeriesKind kind) => kind switch
    {
        SeriesKind.Perpetual => "Perpetual contract",
        SeriesKind.Spot => "Spot",
        SeriesKind.Mark => "Mark price",
        SeriesKind.Funding => "Funding",
    };

    public static string Of(SeriesSource source) => source switch
    {
        SeriesSource.Live => "Live exchange",
        SeriesSource.Testnet => "Test network",
        SeriesSource.Paper => "Paper venue",
        SeriesSource.Import => "Imported file",
    };

    public static string Of(BacktestObjective objective) => objective switch
    {
        BacktestObjective.SharpeRatio => "Sharpe ratio",
        BacktestObjective.SortinoRatio => "Sortino ratio",
        BacktestObjective.CalmarRatio => "Calmar ratio",
        BacktestObjective.NetProfit => "Net profit",
        BacktestObjective.TotalReturn => "Total return",
        BacktestObjective.AnnualizedReturn => "Annualised return",
        BacktestObjective.ProfitFactor => "Profit factor",
        BacktestObjective.RecoveryFactor => "Recovery factor",
        BacktestObjective.Expectancy => "Expectancy",
        BacktestObjective.WinRate => "Win rate",
        BacktestObjective.MaxDrawdown => "Smallest drawdown",
    };

    public static string Of(OptimizationMethod method) => method switch
    {
        OptimizationMethod.Grid => "Grid: every combination",
        OptimizationMethod.Random => "Random: combinations drawn without repeating one",
        OptimizationMethod.Genetic => "Genetic: good ones breed better ones",
    };

    public static string Of(WalkForwardScheme scheme) => scheme switch
    {
        WalkForwardScheme.Rolling => "Rolling: each training is as long as the first",
        WalkForwardScheme.Anchored => "Anchored: each training begins where the first does",
    };

    public static string Of(MonteCarloMethod method) => method switch
    {
        MonteCarloMethod.TradeBootstrap => "Trades drawn with replacement",
        MonteCarloMethod.BlockBootstrap => "Blocks of returns drawn with replacement",
        MonteCarloMethod.ParameterNoise => "Runs with parameters drawn from ranges",
        MonteCarloMethod.Slippage => "Runs with slippage drawn from a range",
    };

    public static string Of(ExitReason reason) => reason switch
    {
        ExitReason.Open => "Still open",
        ExitReason.Signal => "Signal",
        ExitReason.Reverse => "Reversed",
        ExitReason.StopLoss => "Stop-loss",
        ExitReason.TakeProfit => "Take-profit",
        ExitReason.TrailingStop => "Trailing stop",
        ExitReason.Breaker => "Breaker",
        ExitReason.Liquidation => "Liquidation",
        ExitReason.EndOfRun => "End of the run",
    };

    public static string Of(JobKind kind) => kind switch
    {
        JobKind.Backtest => "Backtest",
        JobKind.Download => "Download",
        JobKind.Maintenance => "Maintenance",
    };

    public static (string Text, Tone Tone) Of(JobState state) => state switch
    {
        JobState.Queued => ("Queued", Tone.Info),
        JobState.Waiting => ("Waiting", Tone.Info),
        JobState.Running => ("Running", Tone.Info),
        JobState.Succeeded => ("Succeeded", Tone.Good),
        JobState.Partial => ("Partial", Tone.Warning),
        JobState.Failed => ("Failed", Tone.Bad),
        JobState.Cancelled => ("Cancelled", Tone.Neutral),
    };

    /// <summary>A figure in its unit; undefined is a dash.</summary>
    public static string Of(FigureView? figure) => figure switch
    {
        null => Numbers.Unknown,
        { Unit: "fraction" } when figure.Title.Contains("return", StringComparison.OrdinalIgnoreCase) => Numbers.SignedPercent(Numbers.From(figure.Value)),
        _ => InUnit(figure.Value, figure.Unit),
    };

    public static string InUnit(double? value, string unit) => Numbers.From(value) is not { } number ? Numbers.Unknown : unit switch
    {
        "fraction" => Numbers.Percent(number),
        "probability" => Numbers.Percent(number, 1),
        "quote" => Numbers.Money(number),
        "count" or "candles" => Numbers.Plain(number, 0),
        "days" => Numbers.Plain(number, 1),
        _ => Numbers.Plain(number, 2),
    };

    /// <summary>A price or quantity of a simulated fill, which knows no tick, to seven digits.</summary>
    public static string Exact(decimal? value)
    {
        const int Digits = 7;
        const int MostDecimals = 8;
        var whole = value is { } known && known != 0 ? (int)Math.Floor(Math.Log10((double)Math.Abs(known))) + 1 : 1;
        return value is { } number ? Numbers.Stepped(Math.Round(number, Math.Clamp(Digits - whole, 0, MostDecimals)), 0) : Numbers.Unknown;
    }

    /// <summary>A length of time in words, such as "about 3 min".</summary>
    public static string Remaining(double? seconds) => seconds switch
    {
        null => "",
        < 60 => $"about {Numbers.Plain((decimal)Math.Ceiling(seconds.Value), 0)} s left",
        < 5_400 => $"about {Numbers.Plain((decimal)Math.Ceiling(seconds.Value / 60), 0)} min left",
        _ => $"about {Numbers.Plain(Numbers.From(Math.Ceiling(seconds.Value / 3_600)), 0)} h left",
    };

    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>"fast 10, slow 30".</summary>
    public static string Of(IReadOnlyDictionary<string, string> parameters) =>
        parameters.Count == 0 ? "defaults" : string.Join(", ", parameters.Select(pair => $"{pair.Key} {pair.Value}"));
}
