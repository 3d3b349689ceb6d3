namespace Etrms.Domain.Analysis.Correlation;

/// <summary>
/// Shrinkage towards the mean correlation of all pairs, variances kept (Ledoit and Wolf 2003, "Honey, I shrunk the sample covariance
/// matrix"). The sample covariance is the unbiased one, the moments of fourth order are divided by the number of points.
/// </summary>
public static class ConstantCorrelationShrinkage
{
    /// <param name="series">At least two that move, of one length, aligned in time.</param>
    public static Shrunk Of(IReadOnlyList<double[]> series)
    {
        var (count, points) = (series.Count, (double)series[0].Length);
        var (sample, population) = (Covariances.Sample(series), Covariances.Sample(series, lost: 0));
        var deviations = Enumerable.Range(0, count).Select(i => Math.Sqrt(sample[i, i])).ToArray();
        var mean = MeanCorrelation(sample, deviations);
        var target = Covariances.Symmetric(count, (i, j) => i == j ? sample[i, i] : mean * deviations[i] * deviations[j]);
        var moments = new FourthMoments(Covariances.Centred(series));
        var (all, withTarget, distance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var spread = moments.Squares(i, j) - (2 * population[i, j] * sample[i, j]) + (sample[i, j] * sample[i, j]);
                all += spread;
                withTarget += i == j
                    ? spread
                    : mean * deviations[j] / deviations[i] * (moments.Cubes(i, j) - (population[i, i] * sample[i, j])
                        - (population[i, j] * sample[i, i]) + (sample[i, i] * sample[i, j]));
                distance += Math.Pow(sample[i, j] - target[i, j], 2);
            }
        }

        return Shrunk.Between(sample, target, distance > 0 ? (all - withTarget) / distance / points : 0);
    }

    private static double MeanCorrelation(double[,] sample, double[] deviations)
    {
        var (sum, count) = (0.0, deviations.Length);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += sample[i, j] / (deviations[i] * deviations[j]);
            }
        }

        return 2 * sum / (count * (count - 1.0));
    }
}
