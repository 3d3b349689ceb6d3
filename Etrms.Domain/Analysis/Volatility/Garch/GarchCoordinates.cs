namespace Etrms.Domain.Analysis.Volatility.Garch;

/// <summary>
/// Coordinates without bounds for a search: mu, log omega, logit of (alpha + beta) / cap, logit of alpha / (alpha + beta), log (nu - 2).
/// </summary>
/// <param name="cap">What alpha + beta stay below.</param>
internal sealed class GarchCoordinates(double cap)
{
    public double[] Natural(ReadOnlySpan<double> free)
    {
        var (persistence, share) = (cap * Logistic(free[2]), Logistic(free[3]));
        double[] natural = [free[0], Math.Exp(free[1]), persistence * share, persistence * (1 - share)];
        return free.Length == natural.Length ? natural : [.. natural, 2 + Math.Exp(free[4])];
    }

    public double[] Free(ReadOnlySpan<double> natural)
    {
        var persistence = natural[2] + natural[3];
        double[] free = [natural[0], Math.Log(natural[1]), Logit(persistence / cap), Logit(natural[2] / persistence)];
        return natural.Length == free.Length ? free : [.. free, Math.Log(natural[4] - 2)];
    }

    /// <summary>Gradient and Hessian of a function of the natural parameters in these coordinates.</summary>
    public (double[] Gradient, double[,] Hessian) Pull(ReadOnlySpan<double> natural, double[] gradient, double[,] hessian)
    {
        var size = natural.Length;
        var slopes = Slopes(natural);
        var pulled = new double[size];
        var curves = Curves(natural, gradient);
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                pulled[i] += slopes[k, i] * gradient[k];
                for (var j = 0; j < size; j++)
                {
                    for (var l = 0; l < size; l++)
                    {
                        curves[i, j] += slopes[k, i] * hessian[k, l] * slopes[l, j];
                    }
                }
            }
        }

        return (pulled, curves);
    }

    /// <summary>Derivative of each natural parameter (row) by each coordinate (column).</summary>
    private double[,] Slopes(ReadOnlySpan<double> natural)
    {
        var slopes = new double[natural.Length, natural.Length];
        var persistence = natural[2] + natural[3];
        var (share, rise) = (natural[2] / persistence, persistence * (1 - (persistence / cap)));
        var turn = persistence * share * (1 - share);
        (slopes[0, 0], slopes[1, 1]) = (1, natural[1]);
        (slopes[2, 2], slopes[3, 2], slopes[2, 3], slopes[3, 3]) = (rise * share, rise * (1 - share), turn, -turn);
        if (natural.Length > 4)
        {
            slopes[4, 4] = natural[4] - 2;
        }

        return slopes;
    }

    /// <summary>What the bend of the coordinates adds to the Hessian.</summary>
    private double[,] Curves(ReadOnlySpan<double> natural, double[] gradient)
    {
        var curves = new double[natural.Length, natural.Length];
        var persistence = natural[2] + natural[3];
        var (share, rise) = (natural[2] / persistence, persistence * (1 - (persistence / cap)));
        var (spread, difference) = (share * (1 - share), gradient[2] - gradient[3]);
        curves[1, 1] = natural[1] * gradient[1];
        curves[2, 2] = rise * (1 - (2 * persistence / cap)) * ((share * gradient[2]) + ((1 - share) * gradient[3]));
        curves[2, 3] = curves[3, 2] = rise * spread * difference;
        curves[3, 3] = persistence * spread * (1 - (2 * share)) * difference;
        if (natural.Length > 4)
        {
            curves[4, 4] = (natural[4] - 2) * gradient[4];
        }

        return curves;
    }

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));

    private static double Logit(double share) => Math.Log(share / (1 - share));
}
