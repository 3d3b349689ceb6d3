using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>A normal distribution of one state.</summary>
public readonly record struct GaussianState(double Mean, double Deviation)
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public double LogDensity(double value)
    {
        var z = (value - Mean) / Deviation;
        return (-0.5 * z * z) - Math.Log(Deviation) - HalfLogTwoPi;
    }
}

/// <summary>A hidden Markov model of returns: calm and wild states that each draw from a normal distribution of their own.</summary>
/// <param name="States">By rising deviation where it was fitted, so that names stay with states from fit to fit.</param>
public sealed record GaussianRegimes(MarkovChain Chain, ImmutableArray<GaussianState> States)
{
    /// <summary>Free parameters: means, deviations, start and transitions.</summary>
    public int Parameters => (2 * States.Length) + States.Length - 1 + (States.Length * (States.Length - 1));

    public HiddenStates Decode(ReadOnlySpan<double> values) => HiddenStates.Of(Chain, LogDensities(values));

    public LikeliestPath Path(ReadOnlySpan<double> values) => LikeliestPath.Of(Chain, LogDensities(values));

    /// <summary>The filter that runs live, a value at a time.</summary>
    public GaussianRegimeFilter Filter() => new(this);

    private double[][] LogDensities(ReadOnlySpan<double> values)
    {
        var rows = new double[values.Length][];
        for (var t = 0; t < rows.Length; t++)
        {
            var value = values[t];
            rows[t] = [.. States.Select(state => state.LogDensity(value))];
        }

        return rows;
    }
}

/// <summary>Probabilities of the states by what was seen so far, a value at a time.</summary>
public sealed class GaussianRegimeFilter(GaussianRegimes regimes)
{
    private double[]? _now;

    /// <summary>Takes the next value; the probability of each state, unknown (null) for a value that is no finite number.</summary>
    public ImmutableArray<double>? Next(double value)
    {
        if (!double.IsFinite(value))
        {
            return null;
        }

        var logs = regimes.States.Select((state, place) => Math.Log(Predicted(place)) + state.LogDensity(value)).ToArray();
        var highest = logs.Max();
        var weights = logs.Select(log => Math.Exp(log - highest)).ToArray();
        var sum = weights.Sum();
        _now = [.. weights.Select(weight => weight / sum)];
        return [.. _now];
    }

    private double Predicted(int state) =>
        _now is null ? regimes.Chain.Start[state] : _now.Select((probability, from) => probability * regimes.Chain.Transitions[from][state]).Sum();
}
