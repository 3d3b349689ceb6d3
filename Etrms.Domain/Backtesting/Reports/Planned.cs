using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>What trades were meant to be, and how long they bound capital.</summary>
internal static class Planned
{
    public static double? RiskReward(BacktestRun run)
    {
        var ratios = run.Trades.Where(trade => trade is { StopLoss: not null, TakeProfit: not null } && trade.StopLoss != trade.EntryPrice)
            .Select(trade => (double)(Math.Abs(trade.TakeProfit!.Value - trade.EntryPrice) / Math.Abs(trade.EntryPrice - trade.StopLoss!.Value))).ToList();
        return ratios.Count == 0 ? null : ratios.Average();
    }

    public static double? HoldingBars(BacktestRun run)
    {
        var held = run.Trades.Where(trade => !trade.IsOpen).Select(trade => (double)trade.BarsHeld).ToList();
        return held.Count == 0 ? null : held.Average();
    }

    public static double Exposure(BacktestRun run, TimeSpan step)
    {
        var times = run.Equity.Times;
        var end = times[^1] + (long)step.TotalMilliseconds;
        var (held, until) = (0L, long.MinValue);
        foreach (var (from, to) in run.Trades.Select(trade => (From: trade.EntryAt.ToUnixTimeMilliseconds(), To: trade.ExitAt?.ToUnixTimeMilliseconds() ?? end)).Order())
        {
            held += Math.Max(0, to - Math.Max(from, until));
            until = Math.Max(until, to);
        }

        return Math.Min(1, (double)held / (end - times[0]));
    }
}
