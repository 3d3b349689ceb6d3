using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Volatility.Garch;

/// <summary>Finds the maximum of a likelihood by damped Newton steps with exact derivatives, from the better ones of many starts.</summary>
internal sealed class GarchSearch(GarchLikelihood likelihood, double cap)
{
    private const int StartsFollowed = 2;
    private const int MostSteps = 200;
    private const double LongestStep = 2;
    private const double Converged = 1e-13;
    private const double UsualNu = 5;

    /// <summary>(alpha + beta, alpha) that markets show.</summary>
    private static readonly (double Persistence, double Alpha)[] Starts =
        [(0.99, 0.05), (0.99, 0.15), (0.96, 0.05), (0.96, 0.15), (0.96, 0.3), (0.9, 0.05), (0.9, 0.2), (0.7, 0.1), (0.5, 0.3), (0.2, 0.1)];

    private readonly GarchCoordinates _coordinates = new(cap);

    /// <summary>The parameters of the highest likelihood that was reached, of returns with variance 1.</summary>
    public double[] Best(double mean)
    {
        var best = Starts.Select(start => StartAt(mean, start.Persistence, start.Alpha))
            .OrderByDescending(start => likelihood.Value(start))
            .Take(StartsFollowed)
            .Select(start => Climb(_coordinates.Free(start)))
            .MaxBy(end => end.Value);
        return best.Natural;
    }

    private double[] StartAt(double mean, double persistence, double alpha)
    {
        double[] start = [mean, 1 - persistence, alpha, persistence - alpha];
        return likelihood.Size == start.Length ? start : [.. start, UsualNu];
    }

    private (double[] Natural, double Value) Climb(double[] free)
    {
        var natural = _coordinates.Natural(free);
        var (value, damping) = (likelihood.Value(natural), 1e-3);
        for (var step = 0; step < MostSteps; step++)
        {
            likelihood.Differentiate(natural);
            var (gradient, hessian) = _coordinates.Pull(natural, likelihood.Gradient, likelihood.Hessian);
            if (Step(free, value, gradient, hessian, ref damping) is not { } next)
            {
                break;
            }

            (free, natural, var former, value) = (next.Free, next.Natural, value, next.Value);
            if (value - former <= Converged * Math.Abs(value) && next.Promised <= Converged * Math.Abs(value))
            {
                break;
            }
        }

        return (natural, value);
    }

    /// <summary>The first step that does not lose, with more and more damping; null where none is left.</summary>
    private (double[] Free, double[] Natural, double Value, double Promised)? Step(
        double[] free, double value, double[] gradient, double[,] hessian, ref double damping)
    {
        for (; damping < 1e12; damping *= 5)
        {
            if (Cholesky.Of(Damped(hessian, damping)) is not { } factor)
            {
                continue;
            }

            var step = factor.Solve(gradient);
            var longest = step.Max(Math.Abs);
            var scale = Math.Min(1, LongestStep / longest);
            var next = free.Zip(step, (at, by) => at + (scale * by)).ToArray();
            var natural = _coordinates.Natural(next);
            var reached = likelihood.Value(natural);
            if (reached >= value)
            {
                damping = Math.Max(damping / 25, 1e-14);
                return (next, natural, reached, gradient.Zip(step, (slope, by) => slope * by).Sum());
            }
        }

        return null;
    }

    private static double[,] Damped(double[,] hessian, double damping)
    {
        var size = hessian.GetLength(0);
        var damped = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                damped[i, j] = -hessian[i, j];
            }

            damped[i, i] += damping * (1 + Math.Abs(hessian[i, i]));
        }

        return damped;
    }
}
