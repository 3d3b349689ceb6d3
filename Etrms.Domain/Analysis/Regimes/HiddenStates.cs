using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>What a hidden Markov model says of a series of observations.</summary>
/// <param name="Filtered">Per observation and state: its probability by what was seen up to there. What may be used live.</param>
/// <param name="Smoothed">The same by all that was seen, later observations included.</param>
public sealed record HiddenStates(
    double LogLikelihood, ImmutableArray<ImmutableArray<double>> Filtered, ImmutableArray<ImmutableArray<double>> Smoothed)
{
    /// <param name="logDensities">Per observation: the log density of each state.</param>
    public static HiddenStates Of(MarkovChain chain, double[][] logDensities)
    {
        var pass = new ForwardBackward(logDensities.Length, chain.States);
        pass.Run(new FlatChain(chain), [.. logDensities.SelectMany(row => row)]);
        return new HiddenStates(pass.LogLikelihood, Rows(pass.Filtered, chain.States), Rows(pass.Smoothed, chain.States));
    }

    private static ImmutableArray<ImmutableArray<double>> Rows(double[] flat, int states) =>
        [.. flat.Chunk(states).Select(row => row.ToImmutableArray())];
}

/// <summary>The single most probable sequence of states (Viterbi 1967). It sees the future: for looking back, never for acting.</summary>
/// <param name="LogProbability">Of the sequence together with the observations.</param>
public sealed record LikeliestPath(ImmutableArray<int> States, double LogProbability)
{
    /// <param name="logDensities">Per observation: the log density of each state.</param>
    public static LikeliestPath Of(MarkovChain chain, double[][] logDensities)
    {
        if (logDensities.Length == 0)
        {
            return new LikeliestPath([], 0);
        }

        var moves = chain.Transitions.Select(row => row.Select(probability => Math.Log(probability)).ToArray()).ToArray();
        var origins = new int[logDensities.Length, chain.States];
        var best = chain.Start.Select((probability, state) => Math.Log(probability) + logDensities[0][state]).ToArray();
        for (var t = 1; t < logDensities.Length; t++)
        {
            var next = new double[chain.States];
            for (var state = 0; state < chain.States; state++)
            {
                var origin = Enumerable.Range(0, chain.States).MaxBy(each => best[each] + moves[each][state]);
                origins[t, state] = origin;
                next[state] = best[origin] + moves[origin][state] + logDensities[t][state];
            }

            best = next;
        }

        var path = new int[logDensities.Length];
        path[^1] = Array.IndexOf(best, best.Max());
        for (var t = path.Length - 1; t > 0; t--)
        {
            path[t - 1] = origins[t, path[t]];
        }

        return new LikeliestPath([.. path], best.Max());
    }
}
