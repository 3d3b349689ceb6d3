using System.Buffers;
using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>
/// The figures of a run. Equity is that of every candle's close, the initial capital before it; days are those of UTC, flat ones among them, and a year
/// has 365. Trades that are still open count in equity and not among the trades.
/// </summary>
public sealed record PerformanceReport
{
    private PerformanceReport()
    {
    }

    public double TotalReturn { get; private init; }

    /// <summary>(final / initial)^(365 / days) - 1 with days from the first open to the last close.</summary>
    public double? Cagr { get; private init; }

    /// <summary>Largest fall of equity from its peak, as a fraction.</summary>
    public double MaxDrawdown { get; private init; }

    /// <summary>Candle of the peak before the largest fall, in milliseconds since 1970; null when it was the initial capital or nothing fell.</summary>
    public long? MaxDrawdownPeakMs { get; private init; }

    public long? MaxDrawdownTroughMs { get; private init; }

    /// <summary>Of the returns from candle to candle.</summary>
    public required PeriodStatistics PerBar { get; init; }

    /// <summary>Of the returns from day to day.</summary>
    public required PeriodStatistics PerDay { get; init; }

    public int ClosedTrades { get; private init; }

    /// <summary>Share of closed trades with a net profit; null without any.</summary>
    public double? WinRate { get; private init; }

    /// <summary>Net profits over net losses; null without a loss.</summary>
    public double? ProfitFactor { get; private init; }

    /// <summary>Mean net result of a closed trade, in quote units.</summary>
    public double? Expectancy { get; private init; }

    public double? AverageWin { get; private init; }

    /// <summary>Negative.</summary>
    public double? AverageLoss { get; private init; }

    /// <summary>Fees of all fills, those of open trades too.</summary>
    public double Fees { get; private init; }

    public double Funding { get; private init; }

    public int MaxConsecutiveWins { get; private init; }

    public int MaxConsecutiveLosses { get; private init; }

    /// <summary>Net profit over the largest fall in money.</summary>
    public double? RecoveryFactor { get; private init; }

    /// <summary>Trades in whose last candle stop and target both lay.</summary>
    public int AmbiguousTrades { get; private init; }

    /// <param name="run">At least one candle long.</param>
    /// <param name="step">Length of a candle.</param>
    public static PerformanceReport Of(BacktestRun run, TimeSpan step)
    {
        var initial = (double)run.InitialCapital;
        var fall = DrawdownSearch.Of(run.Equity, initial);
        var closed = Ratios.NetResults(run);
        var (fees, funding, ambiguous) = TotalsOf(run.Trades);
        var sums = SignedSums.Of(closed);
        var final = run.Equity.Values[^1];
        return new PerformanceReport
        {
            TotalReturn = (final / initial) - 1,
            Cagr = Ratios.AnnualizedReturn(run, step),
            MaxDrawdown = fall.Fraction,
            MaxDrawdownPeakMs = fall.PeakMs,
            MaxDrawdownTroughMs = fall.TroughMs,
            PerBar = PerBarOf(run.Equity, step),
            PerDay = PeriodStatistics.Of(EquityReturns.PerDay(run.Equity), Ratios.DaysPerYear),
            ClosedTrades = closed.Length,
            WinRate = Ratios.Over(sums.Wins, closed.Length),
            ProfitFactor = Ratios.Over(sums.Gains, sums.Losses),
            Expectancy = Ratios.Over(sums.Gains - sums.Losses, closed.Length),
            AverageWin = Ratios.Over(sums.Gains, sums.Wins),
            AverageLoss = sums.LosingPeriods == 0 ? null : -sums.Losses / sums.LosingPeriods,
            Fees = (double)fees,
            Funding = (double)funding,
            MaxConsecutiveWins = sums.LongestWins,
            MaxConsecutiveLosses = sums.LongestLosses,
            RecoveryFactor = Ratios.Over(final - initial, fall.Money),
            AmbiguousTrades = ambiguous,
        };
    }

    private static (decimal Fees, decimal Funding, int Ambiguous) TotalsOf(ImmutableArray<BacktestTrade> trades)
    {
        var (fees, funding, ambiguous) = (0m, 0m, 0);
        foreach (var trade in trades)
        {
            fees += trade.EntryFee + (trade.ExitFee ?? 0);
            funding += trade.Funding;
            ambiguous += trade.IsAmbiguous ? 1 : 0;
        }

        return (fees, funding, ambiguous);
    }

    private static PeriodStatistics PerBarOf(EquityRecord equity, TimeSpan step)
    {
        var count = EquityReturns.CountPerBar(equity);
        var room = ArrayPool<double>.Shared.Rent(count);
        var returns = room.AsSpan(0, count);
        EquityReturns.PerBar(equity, returns);
        var statistics = PeriodStatistics.Of(returns, Ratios.DaysPerYear * (TimeSpan.FromDays(1) / step));
        ArrayPool<double>.Shared.Return(room);
        return statistics;
    }
}
