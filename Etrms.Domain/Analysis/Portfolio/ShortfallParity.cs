using Etrms.Domain.Analysis.Algebra;
using Etrms.Domain.Analysis.Correlation;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Long-only weights of which each contributes its budget of the expected shortfall: the minimum of ES(x) - sum b ln x. The bound of the
/// tail is made soft, by 2 % of the shortfall, so that contributions do not jump as single days enter the tail.
/// </summary>
public sealed class ShortfallParity
{
    private const double Softness = 0.02;
    private const double Settled = 1e-14;
    private const double IntoTheOpen = 0.9;
    private const int MostSteps = 200;
    private const int MostHalvings = 60;

    private readonly IReadOnlyList<double[]> _series;
    private readonly double[] _budgets;
    private readonly double _worst;

    private ShortfallParity(IReadOnlyList<double[]> series, double[] budgets, double level) =>
        (_series, _budgets, _worst) = (series, budgets, series[0].Length * (1 - level));

    /// <summary>Null where equal risks would not lose in the tail, or no minimum is found because other weights would not.</summary>
    /// <param name="series">Returns of each asset, which all move, of one length, aligned in time.</param>
    /// <param name="level">Such as 0.95.</param>
    /// <param name="budgets">Share of the shortfall for each asset; above 0, with a sum of 1. Null for equal ones.</param>
    public static double[]? Of(IReadOnlyList<double[]> series, double level, double[]? budgets = null)
    {
        var deviations = PortfolioScores.Deviations(Covariances.Sample(series));
        if (Array.Exists(deviations, deviation => !(deviation > 0)))
        {
            return null;
        }

        var start = VarianceAllocations.Normalised(deviations, deviation => 1 / deviation);
        var risk = ScenarioAllocations.Shortfall(series, start, level).Risk;
        if (!(risk > 0))
        {
            return null;
        }

        var shares = budgets ?? Array.ConvertAll(deviations, _ => 1.0 / deviations.Length);
        return new ShortfallParity(series, shares, level).Minimise(Array.ConvertAll(start, weight => weight / risk), level);
    }

    /// <summary>Damped Newton steps from positions with a shortfall of 1, which is also that of the solution.</summary>
    private double[]? Minimise(double[] positions, double level)
    {
        var sorted = Quantiles.Sorted(ScenarioAllocations.Profits(_series, positions));
        double[] at = [.. positions, -Quantiles.Type7(sorted, 1 - level)];
        var value = Value(at);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, hessian) = Differentiate(at);
            if (Cholesky.Of(hessian)?.Solve(gradient) is not { } newton)
            {
                return null;
            }

            if (Dots.Of(gradient, newton) <= Settled)
            {
                return VarianceAllocations.Normalised(at[..^1], position => position);
            }

            if (Search(at, newton, value, Dots.Of(gradient, newton)) is not { } next)
            {
                return null;
            }

            (at, value) = next;
        }

        return null;
    }

    /// <summary>The longest of ever shorter steps that keeps all positions and lowers the value enough.</summary>
    private (double[] At, double Value)? Search(double[] at, double[] newton, double value, double promised)
    {
        var share = 1.0;
        for (var i = 0; i < _budgets.Length; i++)
        {
            share = newton[i] > 0 ? Math.Min(share, IntoTheOpen * at[i] / newton[i]) : share;
        }

        for (var halving = 0; halving < MostHalvings; halving++, share /= 2)
        {
            double[] next = [.. at.Zip(newton, (here, by) => here - (share * by))];
            var reached = Value(next);
            if (reached <= value - (1e-4 * share * promised) || (promised < 1e-9 && reached <= value + 1e-12))
            {
                return (next, reached);
            }
        }

        return null;
    }

    /// <summary>The last place holds the bound of the tail, as a loss.</summary>
    private double Value(double[] at)
    {
        var sum = at[^1];
        foreach (var profit in ScenarioAllocations.Profits(_series, at[..^1]))
        {
            var beyond = (-profit - at[^1]) / Softness;
            sum += Softness / _worst * (Math.Max(beyond, 0) + Math.Log(1 + Math.Exp(-Math.Abs(beyond))));
        }

        for (var i = 0; i < _budgets.Length; i++)
        {
            sum -= _budgets[i] * Math.Log(at[i]);
        }

        return sum;
    }

    private (double[] Gradient, double[,] Hessian) Differentiate(double[] at)
    {
        var (size, bound) = (at.Length, at.Length - 1);
        var (gradient, hessian) = (new double[size], new double[size, size]);
        var profits = ScenarioAllocations.Profits(_series, at[..^1]);
        var row = new double[size];
        row[bound] = 1;
        gradient[bound] = 1;
        for (var t = 0; t < profits.Length; t++)
        {
            for (var i = 0; i < bound; i++)
            {
                row[i] = _series[i][t];
            }

            var inTail = 1 / (1 + Math.Exp((profits[t] + at[bound]) / Softness));
            var bend = inTail * (1 - inTail) / (Softness * _worst);
            for (var i = 0; i < size; i++)
            {
                gradient[i] -= inTail * row[i] / _worst;
                for (var j = 0; j < size; j++)
                {
                    hessian[i, j] += bend * row[i] * row[j];
                }
            }
        }

        for (var i = 0; i < bound; i++)
        {
            gradient[i] -= _budgets[i] / at[i];
            hessian[i, i] += _budgets[i] / (at[i] * at[i]);
        }

        return (gradient, hessian);
    }
}
