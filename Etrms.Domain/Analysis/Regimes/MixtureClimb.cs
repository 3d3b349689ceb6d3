using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>A component while it is fitted.</summary>
internal sealed record MixturePart(double Weight, double[] Mean, double[][] Covariance);

/// <summary>One climb of EM from one beginning; it can be taken up again.</summary>
/// <param name="floor">Added to the variances, so that no component can collapse.</param>
internal sealed class MixtureClimb(IReadOnlyList<double[]> observations, MixturePart[] parts, double[] floor)
{
    private readonly double[][] _shares = [.. observations.Select(_ => new double[parts.Length])];
    private readonly MixturePart[] _parts = parts;

    public double LogLikelihood { get; private set; } = double.NegativeInfinity;

    public bool HasConverged { get; private set; }

    public void Run(int steps, double tolerance)
    {
        for (var step = 0; step < steps && !HasConverged; step++)
        {
            var reached = Weigh();
            HasConverged = !(reached - LogLikelihood >= tolerance);
            LogLikelihood = double.IsNaN(reached) ? double.NegativeInfinity : reached;
            for (var part = 0; part < _parts.Length && !HasConverged; part++)
            {
                _parts[part] = Improved(part);
            }
        }
    }

    public ImmutableArray<MixtureComponent> Sorted() =>
    [
        .. _parts.OrderBy(part => part.Mean[0])
            .Select(part => new MixtureComponent(part.Weight, [.. part.Mean], [.. part.Covariance.Select(row => row.ToImmutableArray())])),
    ];

    /// <summary>Shares of the components in each observation; the log-likelihood, NaN when a component has collapsed.</summary>
    private double Weigh()
    {
        var densities = _parts.Select(part => GaussianDensity.Of(part.Mean, part.Covariance)).ToArray();
        if (Array.Exists(densities, density => density is null))
        {
            return double.NaN;
        }

        var sum = 0.0;
        for (var t = 0; t < observations.Count; t++)
        {
            var shares = _shares[t];
            for (var part = 0; part < shares.Length; part++)
            {
                shares[part] = Math.Log(_parts[part].Weight) + densities[part]!.LogDensity(observations[t]);
            }

            var all = GaussianDensity.LogSum(shares);
            for (var part = 0; part < shares.Length; part++)
            {
                shares[part] = Math.Exp(shares[part] - all);
            }

            sum += all;
        }

        return sum;
    }

    private MixturePart Improved(int part)
    {
        var (weight, mean) = (0.0, new double[floor.Length]);
        for (var t = 0; t < observations.Count; t++)
        {
            weight += _shares[t][part];
            for (var column = 0; column < mean.Length; column++)
            {
                mean[column] += _shares[t][part] * observations[t][column];
            }
        }

        mean = [.. mean.Select(sum => sum / weight)];
        return new MixturePart(weight / observations.Count, mean, [.. Enumerable.Range(0, mean.Length).Select(row => CovarianceRow(part, row, mean, weight))]);
    }

    private double[] CovarianceRow(int part, int row, double[] mean, double weight)
    {
        var products = new double[mean.Length];
        for (var t = 0; t < observations.Count; t++)
        {
            var distance = _shares[t][part] * (observations[t][row] - mean[row]);
            for (var column = 0; column < products.Length; column++)
            {
                products[column] += distance * (observations[t][column] - mean[column]);
            }
        }

        return [.. products.Select((product, column) => (product / weight) + (column == row ? floor[row] : 0))];
    }
}

/// <summary>A normal density of several variables, with its covariance factored once.</summary>
internal sealed class GaussianDensity
{
    private readonly double[] _mean;
    private readonly double[][] _factor;
    private readonly double _logScale;

    private GaussianDensity(double[] mean, double[][] factor)
    {
        (_mean, _factor) = (mean, factor);
        _logScale = (0.5 * mean.Length * Math.Log(2 * Math.PI)) + factor.Select((row, place) => Math.Log(row[place])).Sum();
    }

    /// <summary>Null when the covariance is not positive definite.</summary>
    public static GaussianDensity? Of(double[] mean, double[][] covariance)
    {
        var factor = covariance.Select(row => new double[row.Length]).ToArray();
        for (var i = 0; i < mean.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = covariance[i][j];
                for (var k = 0; k < j; k++)
                {
                    rest -= factor[i][k] * factor[j][k];
                }

                if (i == j && !(rest > 0))
                {
                    return null;
                }

                factor[i][j] = i == j ? Math.Sqrt(rest) : rest / factor[j][j];
            }
        }

        return new GaussianDensity(mean, factor);
    }

    public double LogDensity(ReadOnlySpan<double> observation)
    {
        Span<double> z = stackalloc double[_mean.Length];
        var squares = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            var rest = observation[i] - _mean[i];
            for (var k = 0; k < i; k++)
            {
                rest -= _factor[i][k] * z[k];
            }

            z[i] = rest / _factor[i][i];
            squares += z[i] * z[i];
        }

        return (-0.5 * squares) - _logScale;
    }

    /// <summary>Log of the sum of what these are the logs of.</summary>
    public static double LogSum(double[] logs)
    {
        var highest = logs.Max();
        return double.IsNegativeInfinity(highest) ? highest : highest + Math.Log(logs.Sum(log => Math.Exp(log - highest)));
    }
}
