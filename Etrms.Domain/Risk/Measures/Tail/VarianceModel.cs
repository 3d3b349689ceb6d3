namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// Variance that follows the last return: h[t] = omega + alpha e[t-1]^2 + beta h[t-1], e = r - mu. An EWMA is the case omega 0,
/// alpha 1 - lambda, beta lambda.
/// </summary>
public sealed record VarianceModel(double Mu, double Omega, double Alpha, double Beta)
{
    /// <summary>RiskMetrics: zero mean, lambda 0.94 for days.</summary>
    public static VarianceModel Ewma(double lambda = 0.94) => new(0, 0, 1 - lambda, lambda);

    /// <summary>Returns over the deviation that was expected of them, and the variance expected of the next one.</summary>
    /// <param name="returns">Oldest first.</param>
    /// <param name="next">Variance of the return after the last.</param>
    public double[] Standardise(ReadOnlySpan<double> returns, out double next)
    {
        var standardised = new double[returns.Length];
        next = Standardise(returns, MeanSquare(returns), standardised);
        return standardised;
    }

    /// <summary>The variance expected of the return after the last.</summary>
    /// <param name="returns">Oldest first.</param>
    /// <param name="start">Stands for variance and squared surprise before the first return.</param>
    /// <param name="standardised">Where the returns over their expected deviations go.</param>
    internal double Standardise(ReadOnlySpan<double> returns, double start, Span<double> standardised)
    {
        var variance = After(Math.Sqrt(start), start);
        for (var i = 0; i < returns.Length; i++)
        {
            var surprise = returns[i] - Mu;
            standardised[i] = variance > 0 ? surprise / Math.Sqrt(variance) : 0;
            variance = After(surprise, variance);
        }

        return variance;
    }

    public double After(double surprise, double variance) => Omega + (Alpha * surprise * surprise) + (Beta * variance);

    /// <summary>Stands for variance and squared surprise before the first return (Fiorentini, Calzolari and Panattoni 1996).</summary>
    internal double MeanSquare(ReadOnlySpan<double> returns)
    {
        var sum = 0.0;
        foreach (var value in returns)
        {
            sum += (value - Mu) * (value - Mu);
        }

        return returns.IsEmpty ? 0 : sum / returns.Length;
    }
}
