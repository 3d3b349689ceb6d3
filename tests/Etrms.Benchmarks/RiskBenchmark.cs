using System.Diagnostics;
using System.Runtime;
using Etrms.Domain.Risk;

namespace Etrms.Benchmarks;

/// <summary>
/// Engine steps per second on one core, and bytes allocated per step, in steady state. The bound is on time that a core spent on it, so
/// that other work on the machine does not decide; the wall clock stands beside it and is the same on a quiet machine.
/// </summary>
internal sealed class RiskBenchmark : IBenchmark
{
    private const int BatchSize = 20_000;
    private const int WarmUpBatches = 100;
    private const int Batches = 150;

    /// <summary>A machine on which the compiler comes to no rest shall not keep the benchmark for ever.</summary>
    private const int MostWarmUps = 20;
    private const double Required = 1_000_000;

    public string Name => "risk";

    public string Description => "engine steps per second and bytes per step: 10 positions, 10 breakers, every mark distinct; 'all' arms every condition";

    public Task<int> RunAsync(string[] arguments)
    {
        var withAllConditions = arguments is ["all", ..];
        var batch = new RiskEvent[BatchSize];
        var decisions = new List<RiskDecision>(16);
        var warmUps = 0;
        var compiled = -1L;
        while (compiled != JitInfo.GetCompiledMethodCount() && warmUps++ < MostWarmUps)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            WarmUp(withAllConditions, batch, decisions);
        }

        var scene = new RiskScene(withAllConditions);
        scene.Prepare(batch);
        Run(scene.Engine, batch, decisions);
        var rates = new double[Batches];
        var bytes = 0L;
        var spent = default(Spent);
        for (var i = 0; i < Batches; i++)
        {
            if (scene.Fault() is { } fault)
            {
                Console.WriteLine($"not in steady state: {fault}");
                return Task.FromResult(1);
            }

            scene.Prepare(batch);
            var (time, allocated) = Run(scene.Engine, batch, decisions);
            spent = new Spent(spent.Wall + time.Wall, spent.Core + time.Core);
            bytes += allocated;
            rates[i] = BatchSize / time.Wall.TotalSeconds;
        }

        return Task.FromResult(Report(scene, rates, spent, bytes, decisions.Count));
    }

    /// <summary>A scene of its own, since each lasts no longer than its silent stream may be silent. Steady is what the compiler has done with.</summary>
    private static void WarmUp(bool withAllConditions, RiskEvent[] batch, List<RiskDecision> decisions)
    {
        var scene = new RiskScene(withAllConditions);
        for (var i = 0; i < WarmUpBatches; i++)
        {
            scene.Fault();
            scene.Prepare(batch);
            Run(scene.Engine, batch, decisions);
        }
    }

    private static (Spent Time, long Bytes) Run(RiskEngine engine, RiskEvent[] batch, List<RiskDecision> decisions)
    {
        var core = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var e in batch)
        {
            engine.Step(e, decisions);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return (new Spent(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - core), bytes);
    }

    private static int Report(RiskScene scene, double[] rates, Spent spent, long bytes, int decisions)
    {
        Array.Sort(rates);
        var perCore = Batches * (double)BatchSize / spent.Core.TotalSeconds;
        var perWall = Batches * (double)BatchSize / spent.Wall.TotalSeconds;
        var perStep = bytes / (double)(Batches * BatchSize);
        Console.WriteLine($"steps                {Batches * BatchSize:N0} in batches of {BatchSize:N0}, {RiskScene.Positions} positions, {scene.BreakerCount} breakers");
        Console.WriteLine($"steps/s of a core    {perCore:N0} ({1e9 / perCore:N0} ns/step)");
        Console.WriteLine($"steps/s by the wall  {perWall:N0} (median batch {rates[Batches / 2]:N0}, slowest tenth {rates[Batches / 10]:N0})");
        Console.WriteLine($"bytes/step           {perStep:0.###}");
        Console.WriteLine($"steady state         every batch: {scene.Describe()}");
        var isQuiet = decisions == 0 && scene.Fault() is null;
        var passes = perCore >= Required && bytes == 0 && isQuiet;
        Console.WriteLine(passes
            ? $"PASS: at least {Required:N0} steps/s and 0 bytes/step"
            : $"FAIL: needs {Required:N0} steps/s, 0 bytes/step and no decision (had {decisions})");
        return passes ? 0 : 1;
    }

    private readonly record struct Spent(TimeSpan Wall, TimeSpan Core);
}
