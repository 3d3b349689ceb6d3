using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Volatility.Garch;

/// <summary>Parameters of a GARCH(1,1), r = mu + e, h[t] = omega + alpha e[t-1]^2 + beta h[t-1], in the unit of the returns; or their standard errors.</summary>
/// <param name="Nu">Degrees of freedom of Student's t; null for Gaussian surprises.</param>
public sealed record GarchParameters(double Mu, double Omega, double Alpha, double Beta, double? Nu = null)
{
    public double Persistence => Alpha + Beta;
}

/// <summary>Standard errors three ways; those by quasi maximum likelihood hold even when the surprises are not distributed as assumed.</summary>
/// <param name="Hessian">Inverse Hessian.</param>
/// <param name="Opg">Inverse sum of the scores' outer products.</param>
/// <param name="Qml">Sandwich of the two (Bollerslev and Wooldridge 1992).</param>
public sealed record GarchErrors(GarchParameters Hessian, GarchParameters Opg, GarchParameters Qml);

/// <summary>A GARCH(1,1) fitted by maximum likelihood.</summary>
/// <param name="Errors">Null where the maximum lies at the bound of alpha + beta, or is no proper maximum.</param>
/// <param name="IsNearIntegrated">Shocks hardly die out: there is no long-run variance to speak of.</param>
/// <param name="LastVariance">Expected of the last return.</param>
/// <param name="LastSurprise">Of the last return.</param>
public sealed record GarchFit(
    GarchParameters Parameters, double LogLikelihood, GarchErrors? Errors, bool IsNearIntegrated, double LastVariance, double LastSurprise)
{
    /// <summary>Fewer returns say too little about how variance clusters.</summary>
    public const int Enough = 100;

    /// <summary>Alpha + beta of a fit that must be stationary stay below.</summary>
    public const double StationaryCap = 0.9999;

    private const double NearIntegratedFrom = 0.999;
    private const double FreeCap = 2;
    private const double AtTheCap = 1e-6;

    /// <summary>Variance that the forecasts tend to; null when near-integrated.</summary>
    public double? LongRunVariance => IsNearIntegrated ? null : Parameters.Omega / (1 - Parameters.Persistence);

    /// <summary>Variance expected of the return after the last.</summary>
    public double NextVariance => Parameters.Omega + (Parameters.Alpha * LastSurprise * LastSurprise) + (Parameters.Beta * LastVariance);

    /// <summary>Null with too few returns, or without any movement.</summary>
    /// <param name="returns">Oldest first, in any unit.</param>
    /// <param name="isHeavyTailed">Student's t instead of Gaussian surprises.</param>
    /// <param name="isStationary">Whether alpha + beta must stay below 1; a fit without may persist above 1, which is worth knowing.</param>
    public static GarchFit? Of(ReadOnlySpan<double> returns, bool isHeavyTailed = false, bool isStationary = true)
    {
        var (mean, deviation) = (Moments.Mean(returns), Math.Sqrt(Moments.Variance(returns, lost: 0)));
        if (returns.Length < Enough || !(deviation > 0 && double.IsFinite(deviation)))
        {
            return null;
        }

        // With variance 1 the search is the same for fractions, percents and prices.
        var scaled = new double[returns.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = returns[i] / deviation;
        }

        var (likelihood, cap) = (new GarchLikelihood(scaled, isHeavyTailed), isStationary ? StationaryCap : FreeCap);
        var best = new GarchSearch(likelihood, cap).Best(mean / deviation);
        var (last, surprise) = likelihood.End(best);
        var parameters = Scaled(best, deviation);
        return new GarchFit(
            parameters,
            likelihood.Value(best) - (returns.Length * Math.Log(deviation)),
            parameters.Persistence > cap - AtTheCap ? null : ErrorsAt(likelihood, best, deviation),
            parameters.Persistence > NearIntegratedFrom,
            last * deviation * deviation,
            surprise * deviation);
    }

    /// <summary>Variances expected of the next returns.</summary>
    public double[] Forecast(int periods)
    {
        var forecast = new double[periods];
        var variance = NextVariance;
        for (var i = 0; i < periods; i++)
        {
            forecast[i] = variance;
            variance = Parameters.Omega + (Parameters.Persistence * variance);
        }

        return forecast;
    }

    private static GarchErrors? ErrorsAt(GarchLikelihood likelihood, double[] best, double unit)
    {
        likelihood.Differentiate(best);
        var size = best.Length;
        var information = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                information[i, j] = -likelihood.Hessian[i, j];
            }
        }

        if (Cholesky.Of(information)?.Inverse() is not { } byHessian || Cholesky.Of(likelihood.OuterProducts)?.Inverse() is not { } byScores)
        {
            return null;
        }

        return new GarchErrors(
            Scaled(Roots(size, i => byHessian[i, i]), unit),
            Scaled(Roots(size, i => byScores[i, i]), unit),
            Scaled(Roots(size, i => Sandwich(byHessian, likelihood.OuterProducts, i)), unit));
    }

    private static double[] Roots(int size, Func<int, double> variance) => [.. Enumerable.Range(0, size).Select(i => Math.Sqrt(variance(i)))];

    private static double Sandwich(double[,] outside, double[,] inside, int at)
    {
        var (size, sum) = (outside.GetLength(0), 0.0);
        for (var k = 0; k < size; k++)
        {
            for (var l = 0; l < size; l++)
            {
                sum += outside[at, k] * inside[k, l] * outside[l, at];
            }
        }

        return sum;
    }

    private static GarchParameters Scaled(double[] natural, double unit) =>
        new(natural[0] * unit, natural[1] * unit * unit, natural[2], natural[3], natural.Length > 4 ? natural[4] : null);
}
