using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>A figure of a report: what it is called, what it counts, and which of several conventions it follows.</summary>
/// <param name="Name">Key in results, in snake_case.</param>
/// <param name="Unit">"fraction", "quote", "ratio", "count", "days", "candles" or "probability".</param>
/// <param name="Convention">The formula in one line.</param>
public sealed record FigureDefinition(string Name, string Title, string Unit, string Convention, Func<FigureInput, double?> Of);

/// <summary>What figures are computed from.</summary>
public sealed record FigureInput(BacktestRun Run, PerformanceReport Report, TimeSpan Step);

/// <summary>Every figure of a report, in the order in which it is shown. r are simple returns, P the periods of a year of 365 days.</summary>
public static class FigureCatalog
{
    private const string Fraction = "fraction";
    private const string Quote = "quote";
    private const string Ratio = "ratio";
    private const string Count = "count";

    public static ImmutableArray<FigureDefinition> All { get; } =
    [
        new("total_return", "Total return", Fraction, "final equity / initial capital - 1; open positions at the last close", each => each.Report.TotalReturn),
        new("annualized_return", "Annualised return", Fraction, "(final / initial)^(365 / days) - 1, days from the first open to the last close", each => each.Report.Cagr),
        new("net_profit", "Net profit", Quote, "final equity - initial capital", each => (double)(each.Run.FinalEquity - each.Run.InitialCapital)),
        new("max_drawdown", "Max drawdown", Fraction, "largest fall of the equity at closes from its running peak, which starts at the initial capital; positive", each => each.Report.MaxDrawdown),
        new("recovery_days", "Longest recovery", "days", "longest time from a peak of equity to the next higher one, or to the end of the run", each => Recovery.LongestDays(each.Run.Equity, (double)each.Run.InitialCapital, each.Step)),
        new("sharpe_ratio", "Sharpe ratio", Ratio, "mean(r) / std(r, n - 1) x sqrt(365), r from UTC day to UTC day, flat days included, risk-free rate 0", each => each.Report.PerDay.Sharpe),
        new("sharpe_ratio_per_bar", "Sharpe ratio by candle", Ratio, "mean(r) / std(r, n - 1) x sqrt(P), r from candle to candle, risk-free rate 0", each => each.Report.PerBar.Sharpe),
        new("sortino_ratio", "Sortino ratio", Ratio, "mean(r) x 365 / (sqrt(mean(min(r, 0)^2)) x sqrt(365)), daily r; the divisor counts all days", each => each.Report.PerDay.Sortino),
        new("calmar_ratio", "Calmar ratio", Ratio, "annualised return / max drawdown", each => each.Report.Cagr is { } yearly ? Ratios.Over(yearly, each.Report.MaxDrawdown) : null),
        new("recovery_factor", "Recovery factor", Ratio, "net profit / largest fall of equity in money", each => each.Report.RecoveryFactor),
        new("annualized_volatility", "Annualised volatility", Fraction, "std(r, n - 1) x sqrt(365), daily r", each => each.Report.PerDay.AnnualizedVolatility),
        new("omega_ratio", "Omega ratio", Ratio, "sum of gains / sum of losses of daily r, threshold 0", each => each.Report.PerDay.Omega),
        new("ulcer_index", "Ulcer index", Fraction, "sqrt(mean(drawdown^2)) over days", each => each.Report.PerDay.UlcerIndex),
        new("value_at_risk_95", "Value at risk 95 %, one day", Fraction, "5th percentile of daily r, type 7; a loss is negative", each => each.Report.PerDay.ValueAtRisk),
        new("expected_shortfall_95", "Expected shortfall 95 %, one day", Fraction, "mean of the int((n - 1) x 0.05) + 1 smallest daily r", each => each.Report.PerDay.ExpectedShortfall),
        new("skewness", "Skewness", Ratio, "third standardised moment of daily r, of the population", each => each.Report.PerDay.Moments.Skewness),
        new("kurtosis", "Kurtosis", Ratio, "fourth standardised moment of daily r, of the population; 3 for a normal distribution", each => each.Report.PerDay.Moments.Kurtosis),
        new("closed_trades", "Closed trades", Count, "from opening to flat; partial exits belong to one trade, open ones do not count", each => each.Report.ClosedTrades),
        new("win_rate", "Win rate", Fraction, "closed trades with a net result above 0 / closed trades", each => each.Report.WinRate),
        new("profit_factor", "Profit factor", Ratio, "sum of net profits / sum of net losses of closed trades; undefined without a loss", each => each.Report.ProfitFactor),
        new("expectancy", "Expectancy", Quote, "mean net result of a closed trade", each => each.Report.Expectancy),
        new("average_win", "Average win", Quote, "mean net result of the winners", each => each.Report.AverageWin),
        new("average_loss", "Average loss", Quote, "mean net result of the losers; negative", each => each.Report.AverageLoss),
        new("win_loss_ratio", "Average win / loss", Ratio, "average win / |average loss|: realised", each => each.Report is { AverageWin: { } win, AverageLoss: { } loss } ? Ratios.Over(win, -loss) : null),
        new("risk_reward_ratio", "Risk / reward", Ratio, "mean over trades with stop and target of |target - entry| / |entry - stop|: planned", each => Planned.RiskReward(each.Run)),
        new("max_consecutive_wins", "Max consecutive wins", Count, "closed trades in a row with a net result above 0", each => each.Report.MaxConsecutiveWins),
        new("max_consecutive_losses", "Max consecutive losses", Count, "closed trades in a row with a net result below 0", each => each.Report.MaxConsecutiveLosses),
        new("average_holding_bars", "Average holding time", "candles", "mean candles from entry to exit of closed trades", each => Planned.HoldingBars(each.Run)),
        new("exposure", "Time in the market", Fraction, "candles held in any contract / candles of the run, overlaps counted once", each => Planned.Exposure(each.Run, each.Step)),
        new("fees", "Fees", Quote, "of all fills, those of open trades too", each => each.Report.Fees),
        new("funding", "Funding", Quote, "received; negative when paid", each => each.Report.Funding),
        new("ambiguous_trades", "Ambiguous exits", Count, "trades in whose last candle stop and target both lay", each => each.Report.AmbiguousTrades),
        new("probabilistic_sharpe", "Probabilistic Sharpe", "probability", "Bailey and Lopez de Prado 2012, daily r against 0, variance at the observed ratio with n - 1", each => each.Report.PerDay.ProbabilisticSharpe),
    ];
}
