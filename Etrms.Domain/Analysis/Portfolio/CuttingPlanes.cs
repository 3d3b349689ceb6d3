using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>A risk of some weights, and how it changes by each of them.</summary>
internal readonly record struct RiskSlope(double Risk, double[] Slopes);

/// <summary>
/// Least risk over weights from 0 to a cap that sum to 1, for a risk that is convex and doubles with the position: its slopes bound it from
/// below everywhere (Künzi-Bay and Mayer 2006), and the best weights under the bounds so far show where another is needed.
/// </summary>
internal static class CuttingPlanes
{
    private const int MostCuts = 1_000;
    private const double Gap = 1e-9;

    /// <summary>Null where the cap leaves less than 1 to share out, or the bounds do not close.</summary>
    public static double[]? Minimise(int assets, double cap, Func<double[], RiskSlope> measure)
    {
        if (cap * assets < 1 - 1e-12)
        {
            return null;
        }

        var (constraints, bounds) = Start(assets, cap);
        double[] costs = [.. new double[assets], 1, -1];
        var weights = new double[assets];
        Array.Fill(weights, 1.0 / assets);
        var (best, least, scale) = (weights, double.PositiveInfinity, 0.0);
        for (var cut = 0; cut < MostCuts; cut++)
        {
            var (risk, slopes) = measure(weights);
            (best, least) = risk < least ? (weights, risk) : (best, least);
            scale = Math.Max(scale, slopes.Max(Math.Abs));
            constraints.Add([.. slopes, -1, 1]);
            bounds.Add(0);
            if (LinearProgram.Minimise(costs, constraints, bounds) is not { } solution)
            {
                return null;
            }

            if (least - (solution[assets] - solution[assets + 1]) <= Gap * scale)
            {
                return best;
            }

            weights = solution[..assets];
        }

        return null;
    }

    /// <summary>Weights that sum to 1 below the cap. The risk is the difference of two numbers, so that it may be below 0.</summary>
    private static (List<double[]> Constraints, List<double> Bounds) Start(int assets, double cap)
    {
        var ones = new double[assets];
        Array.Fill(ones, 1);
        List<double[]> constraints = [[.. ones, 0, 0], [.. ones.Select(one => -one), 0, 0]];
        List<double> bounds = [1, -1];
        for (var i = 0; cap < 1 && i < assets; i++)
        {
            var single = new double[assets + 2];
            single[i] = 1;
            constraints.Add(single);
            bounds.Add(cap);
        }

        return (constraints, bounds);
    }
}
