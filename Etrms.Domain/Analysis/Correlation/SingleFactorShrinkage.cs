using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>
/// Shrinkage towards covariances that the mean of all series makes by its betas, variances kept (Ledoit and Wolf 2003). Sample covariances
/// are centred and divided by the number of points.
/// </summary>
public static class SingleFactorShrinkage
{
    /// <param name="series">At least two that move, of one length, aligned in time.</param>
    public static Shrunk Of(IReadOnlyList<double[]> series)
    {
        var centred = Covariances.Centred(series);
        var (count, points) = (centred.Length, centred[0].Length);
        var market = Enumerable.Range(0, points).Select(at => centred.Average(each => each[at])).ToArray();
        var variance = Dots.Of(market, market) / points;
        var betas = centred.Select(each => variance > 0 ? Dots.Of(each, market) / points / variance : 0).ToArray();
        var sample = Covariances.Sample(series, lost: 0);
        var target = Covariances.Symmetric(count, (i, j) => i == j ? sample[i, i] : betas[i] * betas[j] * variance);
        var crossed = centred.Select(each => each.Zip(market, (value, move) => value * move).ToArray()).ToArray();
        var moments = new FourthMoments(centred);
        var (all, withTarget, distance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var square = Array.ConvertAll(centred[i], value => value * value);
            for (var j = 0; j < count; j++)
            {
                var spread = moments.Squares(i, j) - (sample[i, j] * sample[i, j]);
                all += spread;
                withTarget += i == j ? spread : Factor(square, i, j);
                distance += Math.Pow(sample[i, j] - target[i, j], 2);
            }
        }

        return Shrunk.Between(sample, target, distance > 0 ? (all - withTarget) / distance / points : 0);

        double Factor(double[] square, int i, int j)
        {
            var first = (Dots.Of(square, crossed[j]) / points) - (betas[i] * variance * sample[i, j]);
            var third = (Dots.Of(crossed[i], crossed[j]) / points) - (variance * sample[i, j]);
            return (2 * first * betas[j]) - (third * betas[i] * betas[j]);
        }
    }
}
