namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>One figure of one-minute log returns.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Needed">Returns without which there is no figure.</param>
internal sealed record VolatilityFigure(string Name, int Needed, Func<ReadOnlySpan<double>, double> Formula)
{
    private const double MinutesPerYear = 525_600;

    public static VolatilityFigure Of(string measure, int shortMinutes, int longMinutes) => measure switch
    {
        "RATIO" => new("short over long volatility", longMinutes, returns => Ratio(Ewma(returns, shortMinutes), Ewma(returns, longMinutes))),
        "Z_SCORE" => new("standard deviations of the last minute's move", longMinutes, ZScore),
        _ => new("annualised volatility", shortMinutes, returns => Math.Sqrt(Ewma(returns, shortMinutes) * MinutesPerYear)),
    };

    /// <summary>Null while there are too few returns; rounded to eight places on its way back to decimal.</summary>
    public decimal? Of(ReadOnlySpan<double> returns) => returns.Length >= Needed ? decimal.Round((decimal)Formula(returns), 8) : null;

    /// <summary>Mean of squared returns with weights that fall by 1 - 2 / (n + 1) per minute (zero mean, weights add up to 1).</summary>
    private static double Ewma(ReadOnlySpan<double> returns, int minutes)
    {
        var decay = 1 - (2.0 / (minutes + 1));
        var (sum, weights, weight) = (0.0, 0.0, 1.0);
        for (var i = returns.Length - 1; i >= 0; i--)
        {
            sum += weight * returns[i] * returns[i];
            weights += weight;
            weight *= decay;
        }

        return sum / weights;
    }

    /// <summary>A market that does not move at all is calm.</summary>
    private static double Ratio(double shortVariance, double longVariance) => longVariance > 0 ? Math.Sqrt(shortVariance / longVariance) : 0;

    private static double ZScore(ReadOnlySpan<double> returns)
    {
        var mean = 0.0;
        foreach (var value in returns)
        {
            mean += Math.Abs(value) / returns.Length;
        }

        var squares = 0.0;
        foreach (var value in returns)
        {
            squares += (Math.Abs(value) - mean) * (Math.Abs(value) - mean);
        }

        var deviation = Math.Sqrt(squares / (returns.Length - 1));
        return deviation > 0 ? Math.Max((Math.Abs(returns[^1]) - mean) / deviation, 0) : 0;
    }
}
