using Etrms.Domain.Backtesting.Overfitting;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>
/// Figures of a series of period returns, each with one stated definition; null where it is not defined, as a Sharpe ratio without variance.
/// r are simple returns, n their count, P the periods of a year, dd the fall from the running peak that starts at the initial capital.
/// </summary>
public sealed record PeriodStatistics
{
    private const double Tail = 0.05;

    private PeriodStatistics()
    {
    }

    /// <summary>prod(1 + r) - 1.</summary>
    public double TotalReturn { get; private init; }

    /// <summary>prod(1 + r)^(P / n) - 1; null after a loss of everything.</summary>
    public double? AnnualizedReturn { get; private init; }

    /// <summary>std(r, n - 1) sqrt(P).</summary>
    public double? AnnualizedVolatility { get; private init; }

    /// <summary>Largest dd, positive.</summary>
    public double MaxDrawdown { get; private init; }

    /// <summary>mean(r) / std(r, n - 1) sqrt(P), without a risk-free rate.</summary>
    public double? Sharpe { get; private init; }

    /// <summary>Annualised return over annualised volatility; not the usual Sharpe ratio.</summary>
    public double? SharpeGeometric { get; private init; }

    /// <summary>mean(r) P / downside deviation of the year; the divisor counts all periods.</summary>
    public double? Sortino { get; private init; }

    /// <summary>sqrt(mean(min(r, 0)^2)) sqrt(P).</summary>
    public double? DownsideDeviation { get; private init; }

    /// <summary>Annualised return over the largest drawdown.</summary>
    public double? Calmar { get; private init; }

    /// <summary>Sum of gains over sum of losses of the periods; the same number as the profit factor of periods.</summary>
    public double? Omega { get; private init; }

    /// <summary>Share of winning periods among those that are not 0.</summary>
    public double? WinRate { get; private init; }

    /// <summary>Mean gain over mean loss.</summary>
    public double? PayoffRatio { get; private init; }

    public int MaxConsecutiveWins { get; private init; }

    public int MaxConsecutiveLosses { get; private init; }

    /// <summary>Total return over the largest drawdown.</summary>
    public double? RecoveryFactor { get; private init; }

    /// <summary>5th percentile of r, type 7; a loss is negative.</summary>
    public double? ValueAtRisk { get; private init; }

    /// <summary>Mean of the int((n - 1) 0.05) + 1 smallest returns.</summary>
    public double? ExpectedShortfall { get; private init; }

    /// <summary>Mean of the returns at or below the 5th percentile.</summary>
    public double? ExpectedShortfallAtThreshold { get; private init; }

    /// <summary>mean + z(0.05) std(r, n).</summary>
    public double? ValueAtRiskNormal { get; private init; }

    /// <summary>mean - std(r, n) phi(z) / 0.05.</summary>
    public double? ExpectedShortfallNormal { get; private init; }

    /// <summary>Cornish-Fisher: z corrected for skewness and kurtosis.</summary>
    public double? ValueAtRiskCornishFisher { get; private init; }

    public Moments Moments { get; private init; }

    /// <summary>Probability that the true Sharpe ratio is above 0 (Bailey and Lopez de Prado 2012).</summary>
    public double? ProbabilisticSharpe { get; private init; }

    /// <summary>Periods that make a Sharpe ratio above 0 believable at 95 %.</summary>
    public double? MinTrackRecordLength { get; private init; }

    /// <summary>sqrt(mean(dd^2)).</summary>
    public double? UlcerIndex { get; private init; }

    /// <summary>mean(dd).</summary>
    public double? PainIndex { get; private init; }

    /// <summary>|95th percentile| / |5th percentile|.</summary>
    public double? TailRatio { get; private init; }

    /// <summary>R^2 of a straight line through the cumulative log returns.</summary>
    public double? Stability { get; private init; }

    /// <param name="returns">Simple returns, one per period, flat periods among them; without any nothing is defined.</param>
    /// <param name="periodsPerYear">365 for days of a market that never closes, 8,760 for hours.</param>
    public static PeriodStatistics Of(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        if (returns.IsEmpty)
        {
            return new PeriodStatistics();
        }

        var moments = Moments.Of(returns);
        var growth = GrowthCurve.Of(returns);
        var sums = SignedSums.Of(returns);
        var annualized = growth.Final > 0 ? Math.Pow(growth.Final, periodsPerYear / returns.Length) - 1 : (double?)null;
        var volatility = moments.SampleDeviation * Math.Sqrt(periodsPerYear);
        var downside = Math.Sqrt(sums.SquaredLosses / returns.Length) * Math.Sqrt(periodsPerYear);
        var tails = SampleTails.Of(returns, Tail);
        var low = tails.LowQuantile;
        var sharpe = moments.Variance == 0 ? null : moments.Mean / moments.SampleDeviation;
        return new PeriodStatistics
        {
            TotalReturn = growth.Final - 1,
            AnnualizedReturn = annualized,
            AnnualizedVolatility = volatility,
            MaxDrawdown = growth.MaxDrawdown,
            Sharpe = sharpe * Math.Sqrt(periodsPerYear),
            SharpeGeometric = moments.Variance == 0 ? null : annualized / volatility,
            Sortino = Over(moments.Mean * periodsPerYear, downside),
            DownsideDeviation = downside,
            Calmar = annualized is { } yearly ? Over(yearly, growth.MaxDrawdown) : null,
            Omega = Over(sums.Gains, sums.Losses),
            WinRate = Over(sums.Wins, sums.Wins + sums.LosingPeriods),
            PayoffRatio = sums.Wins == 0 || sums.LosingPeriods == 0 ? null : sums.Gains / sums.Wins / (sums.Losses / sums.LosingPeriods),
            MaxConsecutiveWins = sums.LongestWins,
            MaxConsecutiveLosses = sums.LongestLosses,
            RecoveryFactor = Over(growth.Final - 1, growth.MaxDrawdown),
            ValueAtRisk = low,
            ExpectedShortfall = tails.MeanOfLowest((int)((returns.Length - 1) * Tail) + 1),
            ExpectedShortfallAtThreshold = tails.MeanOfLowest(tails.CountOfLowest()),
            ValueAtRiskNormal = moments.Mean + (Normal.InvCDF(0, 1, Tail) * Math.Sqrt(moments.Variance)),
            ExpectedShortfallNormal = moments.Mean - (Math.Sqrt(moments.Variance) * Normal.PDF(0, 1, Normal.InvCDF(0, 1, Tail)) / Tail),
            ValueAtRiskCornishFisher = CornishFisher(moments),
            Moments = moments,
            ProbabilisticSharpe = SharpeSignificance.Probability(sharpe, 0, moments),
            MinTrackRecordLength = SharpeSignificance.MinTrackRecordLength(sharpe, 0, moments, 1 - Tail),
            UlcerIndex = Math.Sqrt(growth.SquaredDrawdowns / returns.Length),
            PainIndex = growth.Drawdowns / returns.Length,
            TailRatio = Over(Math.Abs(tails.HighQuantile), Math.Abs(low)),
            Stability = growth.Stability,
        };
    }

    private static double? Over(double value, double by) => by == 0 ? null : value / by;

    private static double? CornishFisher(Moments moments)
    {
        if (moments is not { Skewness: { } skew, Kurtosis: { } kurtosis })
        {
            return null;
        }

        var z = Normal.InvCDF(0, 1, Tail);
        var corrected = z + (((z * z) - 1) * skew / 6) + (((z * z * z) - (3 * z)) * (kurtosis - 3) / 24) - (((2 * z * z * z) - (5 * z)) * skew * skew / 36);
        return moments.Mean + (corrected * Math.Sqrt(moments.Variance));
    }
}
