using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Minimises w' S w / 2 - c' w over weights from 0 to a cap that sum to 1, by active sets: weights at a bound stay there while the others
/// solve the equations exactly; then the one that most wants to leave its bound is let go.
/// </summary>
internal sealed class QuadraticProgram
{
    private const double Slack = 1e-12;
    private const int RoundsPerWeight = 100;

    private readonly double[,] _covariance;
    private readonly double _cap;
    private readonly Bound[] _bounds;
    private readonly double[] _weights;
    private readonly double _unit;

    /// <param name="covariance">Positive definite.</param>
    /// <param name="cap">At least 1 / n, so that equal weights are allowed.</param>
    public QuadraticProgram(double[,] covariance, double cap)
    {
        var size = covariance.GetLength(0);
        (_covariance, _cap, _bounds, _weights) = (covariance, cap, new Bound[size], new double[size]);
        Array.Fill(_weights, 1.0 / size);
        _unit = Enumerable.Range(0, size).Average(i => covariance[i, i]);
    }

    private enum Bound
    {
        None,
        Zero,
        Cap,
    }

    /// <summary>Null where the covariance is not positive definite. Begins where it last ended.</summary>
    public double[]? Solve(double[] gain)
    {
        for (var round = 0; round < RoundsPerWeight * _weights.Length; round++)
        {
            if (Aim(gain) is not { } aim)
            {
                return null;
            }

            if (Approach(aim.Weights))
            {
                continue;
            }

            if (Release(gain, aim.Price) is not { } place)
            {
                break;
            }

            _bounds[place] = Bound.None;
        }

        return [.. _weights.Select(weight => Math.Clamp(weight, 0, _cap))];
    }

    /// <summary>
    /// The free weights' optimum with the others where they are, and what another unit of weight is worth there. One weight at least is
    /// always free: the last one has no choice but what is left of 1, and so never meets a bound.
    /// </summary>
    private (double[] Weights, double Price)? Aim(double[] gain)
    {
        int[] free = [.. Enumerable.Range(0, _weights.Length).Where(i => _bounds[i] == Bound.None)];
        if (Cholesky.Of(Covariance(free)) is not { } factor)
        {
            return null;
        }

        var (pull, ones, left) = (new double[free.Length], new double[free.Length], 1.0);
        Array.Fill(ones, 1);
        for (var j = 0; j < _weights.Length; j++)
        {
            left -= _bounds[j] == Bound.None ? 0 : _weights[j];
        }

        for (var i = 0; i < free.Length; i++)
        {
            pull[i] = gain[free[i]];
            for (var j = 0; j < _weights.Length; j++)
            {
                pull[i] -= _bounds[j] == Bound.None ? 0 : _covariance[free[i], j] * _weights[j];
            }
        }

        var (byPull, byOnes) = (factor.Solve(pull), factor.Solve(ones));
        var price = (left - byPull.Sum()) / byOnes.Sum();
        double[] aim = [.. _weights];
        for (var i = 0; i < free.Length; i++)
        {
            aim[free[i]] = byPull[i] + (price * byOnes[i]);
        }

        return (aim, price);
    }

    /// <summary>Goes towards the aim; true when a bound was met on the way.</summary>
    private bool Approach(double[] aim)
    {
        var (share, met) = (1.0, -1);
        for (var i = 0; i < aim.Length; i++)
        {
            var bound = aim[i] < -Slack ? 0 : aim[i] > _cap + Slack ? _cap : double.NaN;
            var reach = Math.Max((bound - _weights[i]) / (aim[i] - _weights[i]), 0);
            (share, met) = _bounds[i] == Bound.None && reach < share ? (reach, i) : (share, met);
        }

        for (var i = 0; i < aim.Length; i++)
        {
            _weights[i] += share * (aim[i] - _weights[i]);
        }

        if (met < 0)
        {
            return false;
        }

        (_bounds[met], _weights[met]) = aim[met] < 0 ? (Bound.Zero, 0.0) : (Bound.Cap, _cap);
        return true;
    }

    /// <summary>The weight that gains most by leaving its bound; null when none does.</summary>
    private int? Release(double[] gain, double price)
    {
        var most = Slack * (_unit + gain.Max(Math.Abs));
        int? place = null;
        for (var i = 0; i < _weights.Length; i++)
        {
            var slope = gain[i] + price;
            for (var j = 0; j < _weights.Length; j++)
            {
                slope -= _covariance[i, j] * _weights[j];
            }

            var wish = _bounds[i] switch
            {
                Bound.None => 0,
                Bound.Zero => slope,
                Bound.Cap => -slope,
            };
            (most, place) = wish > most ? (wish, i) : (most, place);
        }

        return place;
    }

    private double[,] Covariance(int[] free)
    {
        var chosen = new double[free.Length, free.Length];
        for (var i = 0; i < free.Length; i++)
        {
            for (var j = 0; j < free.Length; j++)
            {
                chosen[i, j] = _covariance[free[i], free[j]];
            }
        }

        return chosen;
    }
}
