using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Every combination of a grid with its result.</summary>
internal sealed class GridCheck : IGoldenCheck
{
    public bool Takes(GoldenFile file) => file.Has("grid") && file.Has("rows");

    public void Run(GoldenFile file, Findings findings)
    {
        var candles = file.Window();
        var columns = file.Root.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        foreach (var row in file.Root.GetProperty("rows").EnumerateArray())
        {
            var (fast, slow) = (row[columns.IndexOf("fast")].GetInt32(), row[columns.IndexOf("slow")].GetInt32());
            var strategy = new MovingAverageCrossSettings(fast, slow, GoldenProfile.Direction(file.Root.GetProperty("direction")));
            var run = GoldenProfile.Run(file, candles, strategy);
            var report = PerformanceReport.Of(run, candles.Step);
            var name = $"{fast}/{slow}:";
            findings.Number($"{name} final equity", row[columns.IndexOf("final_equity")], (double)run.FinalEquity);
            findings.Same($"{name} closed trades", row[columns.IndexOf("closed_trades")].GetInt32(), report.ClosedTrades);
            findings.Number($"{name} largest drawdown", row[columns.IndexOf("max_drawdown")], report.MaxDrawdown);
            findings.Number($"{name} daily Sharpe ratio", row[columns.IndexOf("sharpe_daily")], report.PerDay.Sharpe);
        }
    }
}
