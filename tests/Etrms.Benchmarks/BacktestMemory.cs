using System.Diagnostics;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Benchmarks;

/// <summary>The most memory that the process has held, in megabytes, after each of two pieces of work; the smaller one comes first.</summary>
internal static class BacktestMemory
{
    private const int Minutes = 2_600_000;
    private const int Combinations = 100_000;
    private const int HoursOfCombination = 240;

    /// <summary>Five years of minutes with two breakers, statistics included.</summary>
    public static double AfterMinutes()
    {
        var candles = BacktestScene.Walk(Minutes, TimeSpan.FromMinutes(1));
        _ = PerformanceReport.Of(BacktestScene.Run(candles, 100, 300, BacktestScene.Breakers), candles.Step);
        return Peak();
    }

    /// <summary>A grid whose every combination keeps its figures, as an optimisation does.</summary>
    public static double AfterCombinations()
    {
        var candles = BacktestScene.Walk(HoursOfCombination, TimeSpan.FromHours(1));
        var trials = new Trial[Combinations];
        Parallel.For(0, Combinations, number =>
        {
            var run = BacktestScene.Run(candles, 2 + (number % 10), 12 + (number / 10 % 20), BacktestScene.Breakers);
            trials[number] = new Trial { Combination = number, Figures = TrialFigures.Of(run, candles.Step, EquityReturns.PerDay(run.Equity)) };
        });
        var peak = Peak();
        GC.KeepAlive(trials);
        return peak;
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
