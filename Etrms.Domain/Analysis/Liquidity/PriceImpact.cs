namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>
/// Kyle's lambda (1985): the slope of price changes on signed volume, buyers' minus sellers', with its errors. It belongs to the length of the
/// buckets that it was measured in.
/// </summary>
/// <param name="Slope">Quote currency per base unit.</param>
/// <param name="Error">Ordinary standard error of the slope.</param>
/// <param name="RobustError">White's, with the factor n / (n - 2) (HC1).</param>
/// <param name="NeweyWestError">Of Newey and West (1987) with Bartlett weights, without a factor for small samples.</param>
public sealed record PriceImpact(double Slope, double Intercept, double RSquared, double Error, double RobustError, double NeweyWestError, int Count)
{
    /// <summary>Slope over its ordinary error.</summary>
    public double TRatio => Slope / Error;

    /// <summary>Newey and West's error with the factor n / (n - 2) on the variance.</summary>
    public double NeweyWestErrorOfSmallSample => NeweyWestError * Math.Sqrt(Count / (Count - 2.0));

    /// <summary>Null for fewer than three buckets, and where the volume or the price never changes.</summary>
    /// <param name="lags">Over how many buckets errors may be correlated.</param>
    public static PriceImpact? Of(ReadOnlySpan<double> signedVolume, ReadOnlySpan<double> priceChange, int lags = 5)
    {
        RefuseOtherLength(signedVolume, priceChange);
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        var count = signedVolume.Length;
        if (count < 3)
        {
            return null;
        }

        var (meanVolume, meanChange) = (Mean(signedVolume), Mean(priceChange));
        var (volumes, product, changes) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var (q, p) = (signedVolume[i] - meanVolume, priceChange[i] - meanChange);
            (volumes, product, changes) = (volumes + (q * q), product + (q * p), changes + (p * p));
        }

        if (!(volumes > 0) || !(changes > 0))
        {
            return null;
        }

        var (slope, scores, residuals) = (product / volumes, new double[count], 0.0);
        for (var i = 0; i < count; i++)
        {
            var q = signedVolume[i] - meanVolume;
            var residual = priceChange[i] - meanChange - (slope * q);
            scores[i] = q * residual;
            residuals += residual * residual;
        }

        var free = count - 2.0;
        return new PriceImpact(
            slope, meanChange - (slope * meanVolume), 1 - (residuals / changes), Math.Sqrt(residuals / free / volumes),
            Math.Sqrt(LongRun(scores, 0) * count / free) / volumes, Math.Sqrt(LongRun(scores, lags)) / volumes, count);
    }

    /// <summary>Slope of a line through the origin; null where there is no volume.</summary>
    public static double? ThroughOrigin(ReadOnlySpan<double> signedVolume, ReadOnlySpan<double> priceChange)
    {
        RefuseOtherLength(signedVolume, priceChange);
        var (volumes, product) = (0.0, 0.0);
        for (var i = 0; i < signedVolume.Length; i++)
        {
            (volumes, product) = (volumes + (signedVolume[i] * signedVolume[i]), product + (signedVolume[i] * priceChange[i]));
        }

        return volumes > 0 ? product / volumes : null;
    }

    /// <summary>Root of the volume with its sign: the impact of large volumes grows slower than they do.</summary>
    public static double[] SignedRoots(ReadOnlySpan<double> signedVolume)
    {
        var roots = new double[signedVolume.Length];
        for (var i = 0; i < roots.Length; i++)
        {
            roots[i] = Math.CopySign(Math.Sqrt(Math.Abs(signedVolume[i])), signedVolume[i]);
        }

        return roots;
    }

    /// <summary>Sum of squares of the scores and, with falling weights, of their products over the lags; Bartlett's weights keep it from going below 0.</summary>
    private static double LongRun(double[] scores, int lags)
    {
        var sum = 0.0;
        for (var lag = 0; lag <= lags; lag++)
        {
            var products = 0.0;
            for (var i = lag; i < scores.Length; i++)
            {
                products += scores[i] * scores[i - lag];
            }

            sum += lag == 0 ? products : 2 * (1 - (lag / (lags + 1.0))) * products;
        }

        return Math.Max(0, sum);
    }

    private static void RefuseOtherLength(ReadOnlySpan<double> signedVolume, ReadOnlySpan<double> priceChange)
    {
        if (signedVolume.Length != priceChange.Length)
        {
            throw new ArgumentException("There must be a change of price for each volume.", nameof(priceChange));
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
