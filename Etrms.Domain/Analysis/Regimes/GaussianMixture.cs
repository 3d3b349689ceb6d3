using System.Collections.Immutable;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>A normal distribution of several variables, with the share of observations that comes from it.</summary>
/// <param name="Covariance">Row by row.</param>
public sealed record MixtureComponent(double Weight, ImmutableArray<double> Mean, ImmutableArray<ImmutableArray<double>> Covariance);

/// <summary>A mixture of normal distributions fitted by EM (Dempster, Laird and Rubin 1977), each with a covariance of its own.</summary>
/// <param name="Components">By rising first mean.</param>
public sealed record GaussianMixture(ImmutableArray<MixtureComponent> Components, double LogLikelihood, int Count, bool HasConverged)
{
    private int Dimensions => Components[0].Mean.Length;

    /// <summary>Free parameters: weights, means and covariances.</summary>
    public int Parameters => Components.Length - 1 + (Components.Length * (Dimensions + (Dimensions * (Dimensions + 1) / 2)));

    public double Aic => (2 * Parameters) - (2 * LogLikelihood);

    /// <summary>Lower is better; mclust prints it with the opposite sign.</summary>
    public double Bic => (Parameters * Math.Log(Count)) - (2 * LogLikelihood);

    /// <summary>Probability that an observation comes from each component; null when it is of another kind.</summary>
    public ImmutableArray<double>? Shares(ReadOnlySpan<double> observation)
    {
        if (observation.Length != Dimensions)
        {
            return null;
        }

        var logs = new double[Components.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            var component = Components[i];
            var density = GaussianDensity.Of([.. component.Mean], [.. component.Covariance.Select(row => row.ToArray())]);
            logs[i] = density is null ? double.NegativeInfinity : Math.Log(component.Weight) + density.LogDensity(observation);
        }

        var sum = GaussianDensity.LogSum(logs);
        return [.. logs.Select(log => Math.Exp(log - sum))];
    }

    /// <summary>Null when there are too few observations, when one is of another length or no finite number, or when a variable does not vary.</summary>
    public static GaussianMixture? Of(IReadOnlyList<double[]> observations, int components, FitEffort? effort = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        if (observations.Count < 5 * components || observations[0].Length == 0
            || observations.Any(row => row.Length != observations[0].Length || !Array.TrueForAll(row, double.IsFinite)))
        {
            return null;
        }

        var tried = effort ?? new FitEffort();
        var spread = new MixtureSpread(observations);
        if (spread.IsFlat)
        {
            return null;
        }

        var climbs = new List<MixtureClimb>();
        for (var start = 0; start < tried.Starts; start++)
        {
            var climb = new MixtureClimb(observations, spread.Start(components, new SplitMix(SplitMix.SeedOf(tried.Seed, start))), spread.Floor);
            climb.Run(tried.FirstSteps, tried.Tolerance);
            climbs.Add(climb);
        }

        var finalists = climbs.OrderByDescending(climb => climb.LogLikelihood).Take(tried.Finalists).ToList();
        finalists.ForEach(climb => climb.Run(tried.MostSteps, tried.Tolerance));
        var best = finalists.MaxBy(climb => climb.LogLikelihood)!;
        return new GaussianMixture(best.Sorted(), best.LogLikelihood, observations.Count, best.HasConverged);
    }
}

/// <summary>Where a mixture may begin: at observations far from one another, each with the variances of all.</summary>
internal sealed class MixtureSpread
{
    /// <summary>Share of each variance that is always kept: a component of one observation would have infinite likelihood.</summary>
    private const double LeastShare = 1e-8;

    private readonly IReadOnlyList<double[]> _observations;
    private readonly double[] _variances;

    public MixtureSpread(IReadOnlyList<double[]> observations)
    {
        _observations = observations;
        _variances = [.. Enumerable.Range(0, observations[0].Length).Select(Variance)];
    }

    public bool IsFlat => _variances.Any(variance => !(variance > 0));

    public double[] Floor => [.. _variances.Select(variance => LeastShare * variance)];

    /// <summary>The seeding of k-means++ (Arthur and Vassilvitskii 2007): the farther from those chosen, the likelier the next.</summary>
    public MixturePart[] Start(int components, SplitMix random)
    {
        var chosen = new List<double[]> { _observations[random.Below(_observations.Count)] };
        while (chosen.Count < components)
        {
            var distances = _observations.Select(each => chosen.Min(other => Distance(each, other))).ToArray();
            var left = random.Unit() * distances.Sum();
            var next = 0;
            while (next < distances.Length - 1 && (left -= distances[next]) > 0)
            {
                next++;
            }

            chosen.Add(_observations[next]);
        }

        return [.. chosen.Select(mean => new MixturePart(1.0 / components, [.. mean], Diagonal()))];
    }

    private double Variance(int column)
    {
        var mean = _observations.Average(row => row[column]);
        return _observations.Average(row => (row[column] - mean) * (row[column] - mean));
    }

    private double Distance(double[] left, double[] right) =>
        left.Select((value, column) => (value - right[column]) * (value - right[column]) / _variances[column]).Sum();

    private double[][] Diagonal() =>
        [.. _variances.Select((variance, row) => Enumerable.Range(0, _variances.Length).Select(column => column == row ? variance : 0).ToArray())];
}
