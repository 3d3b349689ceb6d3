using Etrms.Domain.Analysis.Correlation;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Benchmarks;

/// <summary>The fits that the live analysis repeats: GARCH, a hidden Markov model with all the beginnings that it tries, and a wide correlation matrix.</summary>
internal sealed class FitBenchmark : IBenchmark
{
    private const int Rounds = 30;
    private const int WarmUps = 5;
    private const int GarchPoints = 1_000;
    private const int HiddenPoints = 2_000;
    private const int Series = 100;
    private const int SeriesPoints = 1_000;

    public string Name => "fits";

    public string Description => "GARCH over 1,000 returns, a hidden Markov model of 3 states over 2,000, 100 x 100 correlations over 1,000";

    public Task<int> RunAsync(string[] arguments)
    {
        var (returns, regimes) = (Clustered(GarchPoints), Spells(HiddenPoints));
        var series = Enumerable.Range(0, Series).Select(seed => Normal(new Random(seed), SeriesPoints)).ToArray();
        bool[] passes =
        [
            Measure("GARCH(1,1)", 20, () => $"log-likelihood {GarchFit.Of(returns)!.LogLikelihood:N2}"),
            Measure("3 hidden states", 200, () => $"log-likelihood {GaussianRegimeFit.Of(regimes, 3)!.LogLikelihood:N2}"),
            Measure("100 x 100 Pearson", 10, () => $"a first of {CorrelationMatrix.Of(series)[0, 1]:0.000}"),
        ];
        return Task.FromResult(Array.TrueForAll(passes, pass => pass) ? 0 : 1);
    }

    private static bool Measure(string what, double bound, Func<string> run)
    {
        var times = new double[Rounds];
        var said = "";
        for (var round = -WarmUps; round < Rounds; round++)
        {
            // Processor time, so that other work on the machine does not decide.
            var before = Environment.CpuUsage.TotalTime;
            said = run();
            times[Math.Max(round, 0)] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }

        Array.Sort(times);
        var median = times[Rounds / 2];
        Console.WriteLine($"{what,-20} {median:0.0} ms (best {times[0]:0.0}, worst {times[^1]:0.0} of {Rounds}), bound {bound} ms: {(median <= bound ? "PASS" : "FAIL")}; {said}");
        return median <= bound;
    }

    /// <summary>Returns of a GARCH(1,1).</summary>
    private static double[] Clustered(int count)
    {
        var values = Normal(new Random(1), count);
        var variance = 1.0;
        for (var i = 0; i < count; i++)
        {
            values[i] *= Math.Sqrt(variance);
            variance = 0.05 + (0.1 * values[i] * values[i]) + (0.85 * variance);
        }

        return values;
    }

    /// <summary>Returns whose width changes between three levels.</summary>
    private static double[] Spells(int count)
    {
        const int Spell = 80;
        double[] widths = [1, 2.5, 6];
        return [.. Normal(new Random(20), count).Select((value, i) => value * widths[i / Spell % widths.Length])];
    }

    private static double[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
}
