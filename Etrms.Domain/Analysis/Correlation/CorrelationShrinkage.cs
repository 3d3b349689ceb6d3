using Etrms.Domain.Analysis.Algebra;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>
/// Correlations drawn towards none and variances towards their median, each as far as the data let one expect the least error (Schäfer and
/// Strimmer 2005; Opgen-Rhein and Strimmer 2007).
/// </summary>
/// <param name="OfCorrelations">Weight of no correlation, from 0 to 1.</param>
/// <param name="OfVariances">Weight of the median variance, from 0 to 1.</param>
public sealed record CorrelationShrinkage(double OfCorrelations, double OfVariances, double[,] Covariance)
{
    private const double Median = 0.5;

    /// <param name="series">At least two that move, of one length of 3 or more, aligned in time.</param>
    public static CorrelationShrinkage Of(IReadOnlyList<double[]> series)
    {
        var centred = Covariances.Centred(series);
        var points = centred[0].Length;
        var variances = centred.Select(each => Dots.Of(each, each) / (points - 1)).ToArray();
        var scaled = centred.Select((each, i) => Array.ConvertAll(each, value => value / Math.Sqrt(variances[i]))).ToArray();
        var (ofCorrelations, ofVariances) = (Correlations(scaled), Variances(centred, variances));
        var median = Quantiles.Type7(Quantiles.Sorted(variances), Median);
        var shrunk = Array.ConvertAll(variances, variance => (ofVariances * median) + ((1 - ofVariances) * variance));
        return new CorrelationShrinkage(ofCorrelations, ofVariances, Covariances.Symmetric(centred.Length, (i, j) => i == j
            ? shrunk[i]
            : (1 - ofCorrelations) * Dots.Of(scaled[i], scaled[j]) / (points - 1) * Math.Sqrt(shrunk[i] * shrunk[j])));
    }

    /// <summary>How uncertain the correlations are, over how large they are.</summary>
    private static double Correlations(double[][] scaled)
    {
        var (points, moments) = (scaled[0].Length, new FourthMoments(scaled));
        var (squaresOfMeans, meansOfSquares) = (0.0, 0.0);
        for (var i = 0; i < scaled.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                squaresOfMeans += Math.Pow(Dots.Of(scaled[i], scaled[j]) / points, 2);
                meansOfSquares += moments.Squares(i, j);
            }
        }

        return Weight(meansOfSquares - squaresOfMeans, squaresOfMeans, points);
    }

    private static double Variances(double[][] centred, double[] variances)
    {
        var (points, moments) = (centred[0].Length, new FourthMoments(centred));
        var share = (points - 1.0) / points;
        var means = Array.ConvertAll(variances, variance => share * variance);
        var median = Quantiles.Type7(Quantiles.Sorted(means), Median);
        var uncertain = means.Select((mean, i) => moments.Squares(i, i) - (mean * mean)).Sum();
        return Weight(uncertain, means.Sum(mean => (mean - median) * (mean - median)), points);
    }

    private static double Weight(double uncertain, double size, int points) => size > 0 ? Math.Clamp(uncertain / size / (points - 1), 0, 1) : 1;
}
