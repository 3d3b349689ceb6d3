namespace Etrms.Domain.Analysis.Volatility.Garch;

/// <summary>
/// Log-likelihood of a GARCH(1,1) and its exact derivatives (Fiorentini, Calzolari and Panattoni 1996) by mu, omega, alpha, beta and, for
/// Student's t, nu. Variance and squared surprise before the first return are the mean squared surprise, which depends on mu.
/// </summary>
internal sealed class GarchLikelihood
{
    private const int Mu = 0;
    private const int Omega = 1;
    private const int Alpha = 2;
    private const int Beta = 3;
    private const int Nu = 4;
    private const int Moving = 4;

    private readonly double[] _returns;
    private readonly double[] _slope = new double[Moving];
    private readonly double[,] _curve = new double[Moving, Moving];
    private readonly double[] _score;

    public GarchLikelihood(double[] returns, bool isHeavyTailed)
    {
        _returns = returns;
        Size = isHeavyTailed ? Moving + 1 : Moving;
        _score = new double[Size];
        (Gradient, Hessian, OuterProducts) = (new double[Size], new double[Size, Size], new double[Size, Size]);
    }

    /// <summary>Parameters there are.</summary>
    public int Size { get; }

    public double[] Gradient { get; }

    public double[,] Hessian { get; }

    /// <summary>Sum of the outer products of each return's score.</summary>
    public double[,] OuterProducts { get; }

    public double Value(ReadOnlySpan<double> at)
    {
        var density = DensityAt(at);
        var (start, _) = Start(at[Mu]);
        var (variance, sum) = (at[Omega] + ((at[Alpha] + at[Beta]) * start), 0.0);
        foreach (var value in _returns)
        {
            var surprise = value - at[Mu];
            sum += density.Log(surprise, variance);
            variance = at[Omega] + (at[Alpha] * surprise * surprise) + (at[Beta] * variance);
        }

        return sum;
    }

    /// <summary>Fills gradient, Hessian and outer products.</summary>
    public void Differentiate(ReadOnlySpan<double> at)
    {
        Clear();
        var density = DensityAt(at);
        var (square, squareSlope) = Start(at[Mu]);
        var variance = square;
        (_slope[Mu], _curve[Mu, Mu]) = (squareSlope, 2);
        foreach (var value in _returns)
        {
            Step(at, square, squareSlope, variance);
            variance = at[Omega] + (at[Alpha] * square) + (at[Beta] * variance);
            var surprise = value - at[Mu];
            Add(density.SlopesAt(surprise, variance));
            (square, squareSlope) = (surprise * surprise, -2 * surprise);
        }
    }

    /// <summary>The variance after the last return, and the last surprise.</summary>
    public (double Last, double Surprise) End(ReadOnlySpan<double> at)
    {
        var (square, _) = Start(at[Mu]);
        var (variance, surprise) = (square, 0.0);
        foreach (var value in _returns)
        {
            variance = at[Omega] + (at[Alpha] * square) + (at[Beta] * variance);
            surprise = value - at[Mu];
            square = surprise * surprise;
        }

        return (variance, surprise);
    }

    private ShockDensity DensityAt(ReadOnlySpan<double> at) => new(Size > Moving ? at[Nu] : null);

    /// <summary>Mean squared surprise, and its derivative by mu.</summary>
    private (double Square, double Slope) Start(double mu)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in _returns)
        {
            sum += value - mu;
            squares += (value - mu) * (value - mu);
        }

        return (squares / _returns.Length, -2 * sum / _returns.Length);
    }

    /// <summary>Derivatives of the next variance from those of the last: the second ones first, since they use the first ones of before.</summary>
    private void Step(ReadOnlySpan<double> at, double square, double squareSlope, double variance)
    {
        for (var i = 0; i < Moving; i++)
        {
            for (var j = 0; j < Moving; j++)
            {
                _curve[i, j] *= at[Beta];
            }
        }

        _curve[Mu, Mu] += 2 * at[Alpha];
        _curve[Mu, Alpha] += squareSlope;
        _curve[Alpha, Mu] += squareSlope;
        for (var i = 0; i < Moving; i++)
        {
            _curve[i, Beta] += _slope[i];
            _curve[Beta, i] += _slope[i];
        }

        for (var i = 0; i < Moving; i++)
        {
            _slope[i] *= at[Beta];
        }

        _slope[Mu] += at[Alpha] * squareSlope;
        _slope[Omega] += 1;
        _slope[Alpha] += square;
        _slope[Beta] += variance;
    }

    private void Add(in DensitySlopes by)
    {
        for (var i = 0; i < Moving; i++)
        {
            // The surprise falls by one as mu rises by one, and depends on nothing else.
            var moved = i == Mu ? -1 : 0;
            _score[i] = (by.H * _slope[i]) + (by.E * moved);
            for (var j = 0; j < Moving; j++)
            {
                var other = j == Mu ? -1 : 0;
                Hessian[i, j] += (by.H * _curve[i, j]) + (by.HH * _slope[i] * _slope[j])
                    + (by.HE * ((_slope[i] * other) + (moved * _slope[j]))) + (by.EE * moved * other);
            }

            if (Size > Moving)
            {
                Hessian[i, Nu] += (by.HNu * _slope[i]) + (by.ENu * moved);
                Hessian[Nu, i] = Hessian[i, Nu];
            }
        }

        if (Size > Moving)
        {
            _score[Nu] = by.Nu;
            Hessian[Nu, Nu] += by.NuNu;
        }

        for (var i = 0; i < Size; i++)
        {
            Gradient[i] += _score[i];
            for (var j = 0; j < Size; j++)
            {
                OuterProducts[i, j] += _score[i] * _score[j];
            }
        }
    }

    private void Clear()
    {
        Array.Clear(_slope);
        Array.Clear(_curve);
        Array.Clear(Gradient);
        Array.Clear(Hessian);
        Array.Clear(OuterProducts);
    }
}
