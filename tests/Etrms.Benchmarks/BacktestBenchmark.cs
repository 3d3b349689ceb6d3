using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Benchmarks;

/// <summary>
/// Candles per second of the processor's time, best of repeated runs: a moving-average cross over 5.5 years of hours, and a grid of 240 combinations
/// over one year, each with its whole report; before that the memory of long series and large grids.
/// </summary>
internal sealed class BacktestBenchmark : IBenchmark
{
    private const int Hours = 48_192;
    private const int YearHours = 8_760;
    private const int Combinations = 240;
    private const int Repeats = 15;

    /// <summary>Long enough for the compiler to have finished in the background.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(8);

    private bool _isMet = true;

    public string Name => "backtest";

    public string Description =>
        "memory of 2.6 million candles and 100,000 combinations; candles per second of one run and of a grid of 240, beside vectorbt (a Python that has it in ETRMS_VECTORBT)";

    public Task<int> RunAsync(string[] arguments)
    {
        Show("2.6 million one-minute candles, two breakers", BacktestMemory.AfterMinutes(), "MB at most", atMost: 500);
        Show("grid of 100,000 combinations, two breakers", BacktestMemory.AfterCombinations(), "MB at most", atMost: 1_000);
        var candles = BacktestScene.Walk(Hours, TimeSpan.FromHours(1));
        var year = candles.Slice(0, YearHours);
        var cores = Environment.ProcessorCount;
        var run = Best(Hours, () => Report(candles, 10, 30, BacktestScene.Breakers));
        Show("one run, two breakers", run, "million candles/s of one core", atLeast: 5);
        Show("one run, no breakers", Best(Hours, () => Report(candles, 10, 30, [])), "million candles/s of one core");
        var grid = cores * Best(Combinations * YearHours, () => Grid(year, []));
        Show("grid of 240, no breakers", grid, $"million candles/s on {cores} cores", atLeast: 20);
        Show("grid of 240, two breakers", cores * Best(Combinations * YearHours, () => Grid(year, BacktestScene.Breakers)), $"million candles/s on {cores} cores", atLeast: 10);
        Compare(VectorbtPeer.Measure(candles), run, grid);
        return Task.FromResult(_isMet ? 0 : 1);
    }

    private static void Compare((double Run, double Grid)? vectorbt, double run, double grid)
    {
        if (vectorbt is not { } peer)
        {
            Console.WriteLine("vectorbt                                      not measured: name a Python that has it in ETRMS_VECTORBT");
            return;
        }

        Console.WriteLine($"{"vectorbt, one run without breakers",-46}{peer.Run,8:0.00} million candles/s of one core; ours with two breakers {run / peer.Run:0.00} times that");
        Console.WriteLine($"{"vectorbt, grid of 240",-46}{peer.Grid,8:0.00} million candles/s of one core; ours without breakers on all {grid / peer.Grid:0.00} times that");
    }

    private void Show(string what, double figure, string unit, double? atLeast = null, double? atMost = null)
    {
        var isMet = (atLeast is null || figure >= atLeast) && (atMost is null || figure <= atMost);
        _isMet &= isMet;
        var bound = (atLeast ?? atMost) is { } asked ? $" (asked for {asked:0}: {(isMet ? "met" : "NOT MET")})" : "";
        Console.WriteLine($"{what,-46}{figure,8:0.00} {unit}{bound}");
    }

    /// <summary>Millions of candles per second of the processor's time.</summary>
    private static double Best(int candles, Action work)
    {
        var best = 0.0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Repeats || watch.Elapsed < AtLeast; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Max(best, candles / (Environment.CpuUsage.TotalTime - start).TotalMicroseconds);
        }

        return best;
    }

    private static void Grid(CandleSeries candles, ImmutableArray<CircuitBreaker> breakers)
    {
        var combinations = from fast in Enumerable.Range(0, 12) from slow in Enumerable.Range(0, 20) select (Fast: 4 + (fast * 3), Slow: 40 + (slow * 6));
        Parallel.ForEach(combinations, each => Report(candles, each.Fast, each.Slow, breakers));
    }

    private static void Report(CandleSeries candles, int fast, int slow, ImmutableArray<CircuitBreaker> breakers) =>
        _ = PerformanceReport.Of(BacktestScene.Run(candles, fast, slow, breakers), candles.Step);
}
