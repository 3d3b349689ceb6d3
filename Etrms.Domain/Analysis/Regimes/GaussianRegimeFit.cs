using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>How hard a fit by EM looks for the highest likelihood.</summary>
public sealed record FitEffort
{
    /// <summary>Beginnings that are tried: EM climbs the next hill, not the highest.</summary>
    public int Starts { get; init; } = 48;

    /// <summary>Steps that each beginning gets; then the better half gets as many again, twice as many, and so on.</summary>
    public int FirstSteps { get; init; } = 10;

    /// <summary>Beginnings that go on to the end.</summary>
    public int Finalists { get; init; } = 4;

    public int MostSteps { get; init; } = 2000;

    /// <summary>Gain of log-likelihood below which a fit is done.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The same seed gives the same fit.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>A fitted hidden Markov model.</summary>
/// <param name="HasConverged">Whether the last step gained less than the tolerance.</param>
public sealed record GaussianRegimeFit(GaussianRegimes Regimes, double LogLikelihood, int Count, bool HasConverged)
{
    public double Aic => (2 * Regimes.Parameters) - (2 * LogLikelihood);

    public double Bic => (Regimes.Parameters * Math.Log(Count)) - (2 * LogLikelihood);

    /// <summary>Null when there are too few values for so many states, when they do not vary, or when one is no finite number.</summary>
    public static GaussianRegimeFit? Of(ReadOnlySpan<double> values, int states, FitEffort? effort = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        var given = values.ToArray();
        var spread = new GaussianSpread(given);
        if (given.Length < 10 * states || !Array.TrueForAll(given, double.IsFinite) || !(spread.Deviation > 0))
        {
            return null;
        }

        var tried = effort ?? new FitEffort();
        var climbs = new List<GaussianClimb>();
        for (var start = 0; start < tried.Starts; start++)
        {
            var climb = new GaussianClimb(given, spread.Start(states, start, new SplitMix(SplitMix.SeedOf(tried.Seed, start))), spread.Floor);
            climb.Run(tried.FirstSteps, tried.Tolerance);
            climbs.Add(climb);
        }

        // The first steps tell little of how high a hill is, so the field narrows by and by.
        for (var steps = tried.FirstSteps; climbs.Count > tried.Finalists; steps *= 2)
        {
            climbs = [.. climbs.OrderByDescending(climb => climb.LogLikelihood).Take(Math.Max(tried.Finalists, climbs.Count / 2))];
            climbs.ForEach(climb => climb.Run(steps, tried.Tolerance));
        }

        climbs.ForEach(climb => climb.Run(tried.MostSteps, tried.Tolerance));
        var best = climbs.MaxBy(climb => climb.LogLikelihood)!;
        return new GaussianRegimeFit(best.Sorted(), best.LogLikelihood, given.Length, best.HasConverged);
    }
}

/// <summary>Where a fit may begin.</summary>
internal sealed class GaussianSpread
{
    /// <summary>Share of the deviation of all values below which no state may shrink: a state of one value would have infinite likelihood.</summary>
    public const double LeastShare = 1e-3;

    private readonly double[] _sorted;

    public GaussianSpread(double[] values)
    {
        _sorted = Quantiles.Sorted(values);
        Mean = values.Length == 0 ? double.NaN : values.Average();
        Deviation = values.Length == 0 ? double.NaN : Math.Sqrt(values.Average(value => (value - Mean) * (value - Mean)));
    }

    public double Mean { get; }

    public double Deviation { get; }

    public double Floor => LeastShare * Deviation;

    /// <summary>
    /// Beginnings alternate between states that differ in level and states that differ in width. The first of each kind is plain, the others are
    /// shaken.
    /// </summary>
    public (FlatChain Chain, GaussianState[] States) Start(int states, int number, SplitMix random)
    {
        var shake = number < 2 ? 0 : 1.0;
        var chain = new FlatChain(states);
        var begun = new GaussianState[states];
        for (var state = 0; state < states; state++)
        {
            // Some optima have a state of single jumps, which is left as soon as it is entered.
            var stay = states == 1 ? 1 : 0.9 - (shake * 0.8 * random.Unit());
            chain.Start[state] = 1.0 / states;
            for (var to = 0; to < states; to++)
            {
                chain.Moves[(state * states) + to] = to == state ? stay : (1 - stay) / (states - 1);
            }

            begun[state] = number % 2 == 0
                ? new GaussianState(Mean + (shake * Deviation * Sway(ref random)), Deviation * Width(states, state) * Math.Exp(shake * 0.5 * Sway(ref random)))
                : new GaussianState(Level(states, state) + (shake * 0.5 * Deviation * Sway(ref random)), Deviation / states * Math.Exp(shake * 0.5 * Sway(ref random)));
        }

        return (chain, begun);
    }

    /// <summary>From half to twice the deviation of all values.</summary>
    private static double Width(int states, int state) => states == 1 ? 1 : Math.Pow(2, (2.0 * state / (states - 1)) - 1);

    private double Level(int states, int state) => Quantiles.Type7(_sorted, (state + 0.5) / states);

    /// <summary>Evenly from -1 to 1.</summary>
    private static double Sway(ref SplitMix random) => (2 * random.Unit()) - 1;
}
