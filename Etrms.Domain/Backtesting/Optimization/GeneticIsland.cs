using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>
/// A population of combinations that evolves: the two best live on, the others are children of winners of small tournaments, mixed value by value
/// and now and then changed. What was tried once is not tried again.
/// </summary>
internal sealed class GeneticIsland(ParameterGrid grid, TrialRanking ranking, ulong seed)
{
    private const int Survivors = 2;
    private const int Tournament = 3;
    private const double MutationChance = 0.15;

    private readonly Dictionary<long, Trial> _tried = [];
    private SplitMix _random = new(seed);

    /// <summary>The steps are candles.</summary>
    public IEnumerable<int> Evolve(int size, int generations, TrialBench bench, Action<Trial> done)
    {
        var population = Enumerable.Range(0, size).Select(_ => grid.Ranges.Select(range => Below(range.Count)).ToArray()).ToList();
        for (var generation = 0; generation < generations; generation++)
        {
            foreach (var member in population)
            {
                var combination = grid.NumberOf(member);
                if (_tried.ContainsKey(combination))
                {
                    continue;
                }

                foreach (var candles in bench.Try(combination, trial => done(_tried[combination] = trial)))
                {
                    yield return candles;
                }
            }

            population = Next(population);
        }
    }

    private List<long[]> Next(List<long[]> population)
    {
        var ranked = population.OrderBy(member => _tried[grid.NumberOf(member)], ranking).ToList();
        var next = ranked.Take(Survivors).ToList();
        while (next.Count < population.Count)
        {
            next.Add(Child(Winner(ranked), Winner(ranked)));
        }

        return next;
    }

    /// <summary>The best of a few that are drawn; ranked ones come best first.</summary>
    private long[] Winner(List<long[]> ranked)
    {
        var best = ranked.Count;
        for (var i = 0; i < Tournament; i++)
        {
            best = Math.Min(best, _random.Below(ranked.Count));
        }

        return ranked[best];
    }

    private long[] Child(long[] mother, long[] father)
    {
        var child = new long[mother.Length];
        for (var i = 0; i < child.Length; i++)
        {
            var inherited = _random.Unit() < 0.5 ? mother[i] : father[i];
            child[i] = _random.Unit() < MutationChance ? Below(grid.Ranges[i].Count) : inherited;
        }

        return child;
    }

    private long Below(long bound) => (long)(_random.Unit() * bound);
}
