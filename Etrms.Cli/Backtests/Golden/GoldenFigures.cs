using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Figures of a run under the names that golden files use.</summary>
internal static class GoldenFigures
{
    public static Dictionary<string, double?> Of(BacktestRun run, PerformanceReport report) => new(StringComparer.Ordinal)
    {
        ["final_equity"] = (double)run.FinalEquity,
        ["total_return"] = report.TotalReturn,
        ["cagr_365d"] = report.Cagr,
        ["max_drawdown"] = report.MaxDrawdown,
        ["max_drawdown_trough_ms"] = report.MaxDrawdownTroughMs,
        ["max_drawdown_peak_ms"] = report.MaxDrawdownPeakMs,
        ["sharpe_bar_ddof1_sqrt_bars_per_year"] = report.PerBar.Sharpe,
        ["sharpe_daily_ddof1_sqrt365"] = report.PerDay.Sharpe,
        ["sortino_daily_sqrt365"] = report.PerDay.Sortino,
        ["closed_trades"] = report.ClosedTrades,
        ["win_rate_net"] = report.WinRate,
        ["profit_factor_net"] = report.ProfitFactor,
        ["expectancy_net"] = report.Expectancy,
        ["avg_win"] = report.AverageWin,
        ["avg_loss"] = report.AverageLoss,
        ["fees_total"] = report.Fees,
        ["max_consecutive_wins"] = report.MaxConsecutiveWins,
        ["max_consecutive_losses"] = report.MaxConsecutiveLosses,
        ["recovery_factor"] = report.RecoveryFactor,
    };

    /// <summary>Figures of a series of returns.</summary>
    public static Dictionary<string, double?> Of(PeriodStatistics statistics) => new(StringComparer.Ordinal)
    {
        ["total_return"] = statistics.TotalReturn,
        ["annualized_return"] = statistics.AnnualizedReturn,
        ["annualized_volatility"] = statistics.AnnualizedVolatility,
        ["max_drawdown"] = statistics.MaxDrawdown,
        ["sharpe"] = statistics.Sharpe,
        ["sharpe_geometric_variant"] = statistics.SharpeGeometric,
        ["sortino"] = statistics.Sortino,
        ["downside_deviation_annualized"] = statistics.DownsideDeviation,
        ["calmar"] = statistics.Calmar,
        ["omega_0"] = statistics.Omega,
        ["profit_factor_of_periods"] = statistics.Omega,
        ["win_rate_of_periods"] = statistics.WinRate,
        ["payoff_ratio"] = statistics.PayoffRatio,
        ["max_consecutive_wins"] = statistics.MaxConsecutiveWins,
        ["max_consecutive_losses"] = statistics.MaxConsecutiveLosses,
        ["recovery_factor"] = statistics.RecoveryFactor,
        ["var_95_historical"] = statistics.ValueAtRisk,
        ["cvar_95_empyrical"] = statistics.ExpectedShortfall,
        ["cvar_95_threshold"] = statistics.ExpectedShortfallAtThreshold,
        ["var_95_gaussian"] = statistics.ValueAtRiskNormal,
        ["es_95_gaussian"] = statistics.ExpectedShortfallNormal,
        ["var_95_cornish_fisher"] = statistics.ValueAtRiskCornishFisher,
        ["skewness"] = statistics.Moments.Skewness,
        ["kurtosis"] = statistics.Moments.Kurtosis,
        ["psr_vs_0"] = statistics.ProbabilisticSharpe,
        ["min_track_record_length_95"] = statistics.MinTrackRecordLength,
        ["ulcer_index"] = statistics.UlcerIndex,
        ["pain_index"] = statistics.PainIndex,
        ["tail_ratio"] = statistics.TailRatio,
        ["stability_r2"] = statistics.Stability,
    };
}
