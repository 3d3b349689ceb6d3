using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Shrinkage towards one variance for all and no covariance. Sample covariances are centred and divided by the number of points.</summary>
public static class IdentityShrinkage
{
    /// <summary>Ledoit and Wolf 2004.</summary>
    /// <param name="series">At least one, of one length, aligned in time.</param>
    public static Shrunk LedoitWolf(IReadOnlyList<double[]> series)
    {
        var centred = Covariances.Centred(series);
        var sample = Covariances.Sample(series, lost: 0);
        var (count, points) = (series.Count, (double)series[0].Length);
        var squares = centred.Select(each => Array.ConvertAll(each, value => value * value)).ToArray();
        var (fourths, products) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                fourths += Dots.Of(squares[i], squares[j]);
                products += sample[i, j] * sample[i, j];
            }
        }

        var level = Level(sample);
        var distance = (products - (count * level * level)) / count;
        var error = Math.Min(((fourths / points) - products) / (count * points), distance);
        return Shrunk.Between(sample, Target(count, level), distance > 0 ? error / distance : 0);
    }

    /// <summary>Oracle approximating shrinkage (Chen and others 2010), for Gaussian data.</summary>
    /// <param name="series">At least one, of one length, aligned in time.</param>
    public static Shrunk Oracle(IReadOnlyList<double[]> series)
    {
        var sample = Covariances.Sample(series, lost: 0);
        var (count, points) = (series.Count, (double)series[0].Length);
        var level = Level(sample);
        var meanSquare = sample.Cast<double>().Average(value => value * value);
        var distance = (points + 1) * (meanSquare - (level * level / count));
        return Shrunk.Between(sample, Target(count, level), distance > 0 ? (meanSquare + (level * level)) / distance : 1);
    }

    private static double Level(double[,] sample)
    {
        var sum = 0.0;
        for (var i = 0; i < sample.GetLength(0); i++)
        {
            sum += sample[i, i];
        }

        return sum / sample.GetLength(0);
    }

    private static double[,] Target(int count, double level) => Covariances.Symmetric(count, (i, j) => i == j ? level : 0);
}
