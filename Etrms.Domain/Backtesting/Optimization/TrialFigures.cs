using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>What is kept of one combination: a handful of figures, so that a hundred thousand fit into memory. Conventions as in <see cref="PerformanceReport"/>.</summary>
public sealed record TrialFigures
{
    public required double FinalEquity { get; init; }

    public required double NetProfit { get; init; }

    public required double TotalReturn { get; init; }

    public double? AnnualizedReturn { get; init; }

    public required double MaxDrawdown { get; init; }

    /// <summary>Of daily returns, for a year.</summary>
    public double? Sharpe { get; init; }

    public double? Sortino { get; init; }

    /// <summary>Annualised return over the largest drawdown.</summary>
    public double? Calmar { get; init; }

    public double? RecoveryFactor { get; init; }

    public double? ProfitFactor { get; init; }

    public double? WinRate { get; init; }

    public double? Expectancy { get; init; }

    public required int ClosedTrades { get; init; }

    public required int BreakerTrips { get; init; }

    /// <param name="run">At least one candle long.</param>
    /// <param name="step">Length of a candle.</param>
    /// <param name="perDay">Its daily returns.</param>
    public static TrialFigures Of(BacktestRun run, TimeSpan step, ReadOnlySpan<double> perDay)
    {
        var (initial, final) = ((double)run.InitialCapital, run.Equity.Values[^1]);
        var fall = DrawdownSearch.Of(run.Equity, initial);
        var results = Ratios.NetResults(run);
        var trades = SignedSums.Of(results);
        var days = PeriodStatistics.Of(perDay, Ratios.DaysPerYear);
        var yearly = Ratios.AnnualizedReturn(run, step);
        return new TrialFigures
        {
            FinalEquity = final,
            NetProfit = final - initial,
            TotalReturn = (final / initial) - 1,
            AnnualizedReturn = yearly,
            MaxDrawdown = fall.Fraction,
            Sharpe = Ratios.Finite(days.Sharpe),
            Sortino = Ratios.Finite(days.Sortino),
            Calmar = yearly is { } annual ? Ratios.Finite(Ratios.Over(annual, fall.Fraction)) : null,
            RecoveryFactor = Ratios.Over(final - initial, fall.Money),
            ProfitFactor = Ratios.Over(trades.Gains, trades.Losses),
            WinRate = Ratios.Over(trades.Wins, results.Length),
            Expectancy = Ratios.Over(trades.Gains - trades.Losses, results.Length),
            ClosedTrades = results.Length,
            BreakerTrips = run.BreakerEvents.Count(e => e.Kind == Risk.Breakers.BreakerEventKind.Triggered),
        };
    }
}
