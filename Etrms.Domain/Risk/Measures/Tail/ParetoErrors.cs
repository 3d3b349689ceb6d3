namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Standard errors of a fitted Pareto tail.</summary>
public readonly record struct ParetoErrors(double Xi, double Beta)
{
    private const double AlmostExponential = 1e-3;

    /// <summary>From the expected information; null where xi is too small for it to exist (-0.5 or less).</summary>
    public static ParetoErrors? Expected(ParetoTail tail) => tail.Xi <= -0.5 ? null : new ParetoErrors(
        (1 + tail.Xi) / Math.Sqrt(tail.Exceedances), tail.Beta * Math.Sqrt(2 * (1 + tail.Xi) / tail.Exceedances));

    /// <summary>From the curvature of the likelihood at the losses; null where it is no proper maximum.</summary>
    /// <param name="tail">Fitted to the losses.</param>
    /// <param name="losses">Losses positive, those below the threshold included or not.</param>
    public static ParetoErrors? Observed(ParetoTail tail, ReadOnlySpan<double> losses)
    {
        // About an exponential tail the formulas lose all digits to subtraction, and the curvature is that between its neighbours.
        var curve = Math.Abs(tail.Xi) >= AlmostExponential
            ? CurvatureOf(tail, losses)
            : Curvature.Between(CurvatureOf(tail with { Xi = -AlmostExponential }, losses), CurvatureOf(tail with { Xi = AlmostExponential }, losses));
        var determinant = (curve.Xi * curve.Beta) - (curve.Both * curve.Both);
        return determinant > 0 && curve.Xi > 0 && double.IsFinite(determinant)
            ? new ParetoErrors(Math.Sqrt(curve.Beta / determinant), Math.Sqrt(curve.Xi / determinant))
            : null;
    }

    private static Curvature CurvatureOf(ParetoTail tail, ReadOnlySpan<double> losses)
    {
        var (xi, beta) = (tail.Xi, tail.Beta);
        var (byXi, byBoth, byBeta) = (0.0, 0.0, 0.0);
        foreach (var loss in losses)
        {
            if (loss <= tail.Threshold)
            {
                continue;
            }

            var share = (loss - tail.Threshold) / beta;
            var (growth, ratio) = (1 + (xi * share), share / (1 + (xi * share)));
            byXi += (2 * Math.Log(growth) / (xi * xi * xi)) - (2 * ratio / (xi * xi)) - ((1 + (1 / xi)) * ratio * ratio);
            byBoth += (((1 + xi) * ratio * ratio) - ratio) / beta;
            byBeta += (((1 + xi) * ratio * (2 + (xi * share)) / growth) - 1) / (beta * beta);
        }

        return new Curvature(byXi, byBoth, byBeta);
    }

    /// <summary>Second derivatives of the negative log-likelihood.</summary>
    private readonly record struct Curvature(double Xi, double Both, double Beta)
    {
        public static Curvature Between(Curvature one, Curvature other) => new((one.Xi + other.Xi) / 2, (one.Both + other.Both) / 2, (one.Beta + other.Beta) / 2);
    }
}
