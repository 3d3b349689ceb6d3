using Etrms.Domain.Backtesting.Performance;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>
/// How believable a Sharpe ratio is. All Sharpe ratios here are per period. Sources: Bailey and Lopez de Prado, "The Sharpe Ratio Efficient Frontier"
/// (Journal of Risk, 2012) and "The Deflated Sharpe Ratio" (Journal of Portfolio Management, 2014).
/// </summary>
public static class SharpeSignificance
{
    private const double EulerMascheroni = 0.577215664901532860606512090082;

    /// <summary>Probability that the true ratio is above a benchmark; null without variance or for fewer than two periods.</summary>
    public static double? Probability(double? sharpe, double benchmark, Moments moments) =>
        sharpe is { } ratio && Deviation(ratio, moments) is { } deviation ? Normal.CDF(0, 1, (ratio - benchmark) / deviation) : null;

    /// <summary>Standard error of the estimated ratio: sqrt((1 - S SR + (K - 1) / 4 SR^2) / (n - 1)).</summary>
    public static double? Deviation(double sharpe, Moments moments) =>
        moments is { Count: > 1, Skewness: { } skew, Kurtosis: { } kurtosis } && Spread(sharpe, skew, kurtosis) is > 0 and var spread
            ? Math.Sqrt(spread / (moments.Count - 1)) : null;

    /// <summary>Periods after which the ratio beats a benchmark with a probability; null when it never does.</summary>
    public static double? MinTrackRecordLength(double? sharpe, double benchmark, Moments moments, double probability)
    {
        if (sharpe is not { } ratio || ratio <= benchmark || moments is not { Skewness: { } skew, Kurtosis: { } kurtosis })
        {
            return null;
        }

        var z = Normal.InvCDF(0, 1, probability) / (ratio - benchmark);
        return 1 + (Spread(ratio, skew, kurtosis) * z * z);
    }

    /// <summary>
    /// The highest ratio that the best of many tries without any skill may be expected to show (false strategy theorem):
    /// sqrt(V) ((1 - g) z(1 - 1/N) + g z(1 - 1/(N e))).
    /// </summary>
    /// <param name="trials">All that were ever tried, the discarded ones too; at least 2.</param>
    /// <param name="variance">Variance of their ratios, per period.</param>
    public static double ExpectedMaximum(long trials, double variance) => Math.Sqrt(variance) * ExpectedMaximumOfNormals(trials);

    /// <summary>Expected largest of so many standard normal draws.</summary>
    public static double ExpectedMaximumOfNormals(long draws) =>
        ((1 - EulerMascheroni) * Normal.InvCDF(0, 1, 1 - (1.0 / draws))) + (EulerMascheroni * Normal.InvCDF(0, 1, 1 - (1 / (draws * Math.E))));

    /// <summary>
    /// Years of history below which the best of so many tries without skill is expected to show an annualised ratio: (E[max] / SR)^2 (Bailey, Borwein,
    /// Lopez de Prado and Zhu, "Pseudo-Mathematics and Financial Charlatanism", 2014). Null for one trial or a ratio that is not above 0.
    /// </summary>
    public static double? MinBacktestYears(double? annualSharpe, long trials)
    {
        if (trials < 2 || annualSharpe is not > 0)
        {
            return null;
        }

        var luck = ExpectedMaximumOfNormals(trials) / annualSharpe.Value;
        return luck * luck;
    }

    /// <summary>Probability that the true ratio is above what luck alone would have shown in so many trials.</summary>
    public static double? Deflated(double? sharpe, Moments moments, long trials, double variance) =>
        Probability(sharpe, trials < 2 ? 0 : ExpectedMaximum(trials, variance), moments);

    /// <summary>
    /// The 2025 convention: the variance is that of the benchmark and divided by n, not n - 1 (Lopez de Prado, Lipton and Zoonekynd,
    /// "Sharpe Ratio Inference").
    /// </summary>
    public static double? ProbabilityAtNull(double? sharpe, double benchmark, Moments moments) =>
        sharpe is { } ratio && moments is { Count: > 0, Skewness: { } skew, Kurtosis: { } kurtosis }
            ? Normal.CDF(0, 1, (ratio - benchmark) / Math.Sqrt(Spread(benchmark, skew, kurtosis) / moments.Count)) : null;

    private static double Spread(double sharpe, double skew, double kurtosis) => 1 - (skew * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe);
}
