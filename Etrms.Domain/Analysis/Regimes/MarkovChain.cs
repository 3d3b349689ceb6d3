using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>States that follow one another with fixed probabilities.</summary>
/// <param name="Start">Probability of each state at the first observation.</param>
/// <param name="Transitions">From each state (row) to each state.</param>
public sealed record MarkovChain(ImmutableArray<double> Start, ImmutableArray<ImmutableArray<double>> Transitions)
{
    /// <summary>Rounding of given probabilities that is let pass.</summary>
    private const double Slack = 1e-6;

    public int States => Start.Length;

    /// <summary>Why the numbers make no chain, or null.</summary>
    public string? Fault =>
        States < 1 ? "there must be at least one state"
        : !IsDistribution(Start) ? "the start probabilities must not be negative and must add up to 1"
        : Transitions.Length != States || Transitions.Any(row => row.Length != States) ? "there must be a row and a column of transitions per state"
        : !Transitions.All(IsDistribution) ? "each row of transitions must not be negative and must add up to 1"
        : null;

    /// <summary>Probabilities of the states an observation later than those given.</summary>
    public ImmutableArray<double> After(ImmutableArray<double> now) =>
        [.. Enumerable.Range(0, States).Select(to => now.Select((probability, from) => probability * Transitions[from][to]).Sum())];

    /// <summary>How many observations a state lasts once it is entered: 1 / (1 - p); infinite for one that is never left.</summary>
    public ImmutableArray<double> ExpectedDurations => [.. Transitions.Select((row, state) => 1 / (1 - row[state]))];

    /// <summary>
    /// Share of time spent in each state in the long run: the fixed point of the transitions, by elimination that never subtracts (Grassmann, Taksar
    /// and Heyman 1985). Null when some state cannot be left for the ones before it, and the long run depends on the start.
    /// </summary>
    public ImmutableArray<double>? Stationary()
    {
        var moves = Transitions.Select(row => row.ToArray()).ToArray();
        for (var last = States - 1; last > 0; last--)
        {
            var leaving = moves[last].Take(last).Sum();
            if (!(leaving > 0))
            {
                return null;
            }

            for (var from = 0; from < last; from++)
            {
                moves[from][last] /= leaving;
                for (var to = 0; to < last; to++)
                {
                    moves[from][to] += moves[from][last] * moves[last][to];
                }
            }
        }

        return Normalised(moves);
    }

    private ImmutableArray<double> Normalised(double[][] eliminated)
    {
        var shares = new double[States];
        shares[0] = 1;
        for (var state = 1; state < States; state++)
        {
            for (var from = 0; from < state; from++)
            {
                shares[state] += shares[from] * eliminated[from][state];
            }
        }

        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private static bool IsDistribution(ImmutableArray<double> row) =>
        row.All(probability => probability >= 0) && Math.Abs(row.Sum() - 1) <= Slack;
}
