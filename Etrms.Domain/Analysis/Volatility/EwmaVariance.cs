namespace Etrms.Domain.Analysis.Volatility;

/// <summary>What stands for the variance before the first return.</summary>
public enum EwmaStart
{
    /// <summary>The square of the first return.</summary>
    FirstSquare,

    /// <summary>Nothing: the weights of what was seen are brought to a sum of 1.</summary>
    NormalisedWeights,

    /// <summary>Weighted mean of the first 75 squares. Looks ahead of the first bars, so it is for fits and not for live figures.</summary>
    Backcast,
}

/// <summary>
/// RiskMetrics: v[t] = lambda v[t-1] + (1 - lambda) r[t]^2, zero mean. It contains the return of its bar and forecasts the next one, and
/// every one after it: its term structure is flat.
/// </summary>
public static class EwmaVariance
{
    /// <summary>For days.</summary>
    public const double UsualLambda = 0.94;

    private const int BackcastReturns = 75;
    private const double BackcastLambda = 0.94;

    /// <summary>At each return the variance expected of the one after it.</summary>
    /// <param name="returns">Oldest first.</param>
    /// <param name="lambda">Weight of the past, above 0 and below 1.</param>
    public static double[] Over(ReadOnlySpan<double> returns, double lambda = UsualLambda, EwmaStart start = EwmaStart.FirstSquare)
    {
        if (lambda is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Lambda must lie between 0 and 1.");
        }

        var variances = new double[returns.Length];
        var (variance, left) = (BeforeFirst(returns, start), 1.0);
        for (var i = 0; i < returns.Length; i++)
        {
            variance = (lambda * variance) + ((1 - lambda) * returns[i] * returns[i]);
            left *= lambda;
            variances[i] = start == EwmaStart.NormalisedWeights ? variance / (1 - left) : variance;
        }

        return variances;
    }

    /// <summary>Variance that the start expects of the first return; 0 where the start expects nothing.</summary>
    public static double BeforeFirst(ReadOnlySpan<double> returns, EwmaStart start) => returns.IsEmpty ? 0 : start switch
    {
        EwmaStart.FirstSquare => returns[0] * returns[0],
        EwmaStart.NormalisedWeights => 0,
        EwmaStart.Backcast => Backcast(returns[..Math.Min(BackcastReturns, returns.Length)]),
    };

    private static double Backcast(ReadOnlySpan<double> returns)
    {
        var (sum, weights, weight) = (0.0, 0.0, 1.0);
        foreach (var value in returns)
        {
            sum += weight * value * value;
            weights += weight;
            weight *= BackcastLambda;
        }

        return sum / weights;
    }
}
