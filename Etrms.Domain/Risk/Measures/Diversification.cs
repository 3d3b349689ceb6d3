namespace Etrms.Domain.Risk.Measures;

/// <summary>How much several positions are one: concentration, correlation, the move that they share.</summary>
public static class Diversification
{
    /// <summary>Sum of squared shares of gross notional by coin; null without positions.</summary>
    public static decimal? Herfindahl(IEnumerable<(string Underlying, decimal Notional)> positions)
    {
        var coins = positions.GroupBy(position => position.Underlying, StringComparer.Ordinal)
            .Select(group => group.Sum(position => Math.Abs(position.Notional))).ToList();
        var gross = coins.Sum();
        return gross == 0 ? null : coins.Sum(coin => coin / gross * (coin / gross));
    }

    /// <summary>Equal coins that would be as concentrated: 1 / HHI.</summary>
    public static decimal? EffectiveNumber(decimal? herfindahl) => herfindahl is > 0 and { } sum ? 1 / sum : null;

    /// <summary>Root of n' rho n: what the book weighs when its contracts move together as they do.</summary>
    /// <param name="notionals">Signed notional of each contract.</param>
    /// <param name="correlations">Symmetric with ones on the diagonal.</param>
    public static double CorrelationAdjusted(ReadOnlySpan<double> notionals, double[,] correlations)
    {
        var sum = 0.0;
        for (var i = 0; i < notionals.Length; i++)
        {
            for (var j = 0; j < notionals.Length; j++)
            {
                sum += notionals[i] * correlations[i, j] * notionals[j];
            }
        }

        // Rounding may leave a hedged book a hair below 0.
        return Math.Sqrt(Math.Max(sum, 0));
    }

    /// <summary>The same with every pair at one correlation: (1 - rho) sum n^2 + rho (sum n)^2.</summary>
    public static double CorrelationAdjusted(ReadOnlySpan<double> notionals, double correlation)
    {
        var (net, squares) = (0.0, 0.0);
        foreach (var notional in notionals)
        {
            net += notional;
            squares += notional * notional;
        }

        return Math.Sqrt(Math.Max(((1 - correlation) * squares) + (correlation * net * net), 0));
    }

    /// <summary>Correlation-adjusted over gross: 1 is one bet, less is spread or hedged; null without positions.</summary>
    public static double? Ratio(ReadOnlySpan<double> notionals, double[,] correlations)
    {
        var gross = 0.0;
        foreach (var notional in notionals)
        {
            gross += Math.Abs(notional);
        }

        return gross > 0 ? CorrelationAdjusted(notionals, correlations) / gross : null;
    }

    /// <summary>Every pair at one correlation, such as 0.95 in a crash.</summary>
    public static double[,] Uniform(int contracts, double correlation)
    {
        var matrix = new double[contracts, contracts];
        for (var i = 0; i < contracts; i++)
        {
            for (var j = 0; j < contracts; j++)
            {
                matrix[i, j] = i == j ? 1 : correlation;
            }
        }

        return matrix;
    }

    /// <summary>Sum of beta x signed notional: the book as so much of the market.</summary>
    public static double BetaWeighted(ReadOnlySpan<double> notionals, ReadOnlySpan<double> betas)
    {
        var sum = 0.0;
        for (var i = 0; i < notionals.Length; i++)
        {
            sum += notionals[i] * betas[i];
        }

        return sum;
    }
}
