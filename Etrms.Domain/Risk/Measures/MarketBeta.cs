namespace Etrms.Domain.Risk.Measures;

/// <summary>How far a coin moves when the market (BTC) moves by 1: regression through the origin with weights that halve over time.</summary>
public static class MarketBeta
{
    /// <summary>Ten days of hours.</summary>
    public const double HalfLife = 240;

    /// <summary>Blume (1971): a third of the way towards the market's own beta of 1, since extreme estimates are mostly noise.</summary>
    public const double Shrinkage = 1.0 / 3;

    /// <summary>Null without returns or in a market that does not move.</summary>
    /// <param name="asset">Returns of the coin, oldest first, aligned with the market's.</param>
    /// <param name="market">Returns of the market.</param>
    /// <param name="halfLife">Periods after which a return counts half.</param>
    /// <param name="shrinkage">Share of the way towards 1.</param>
    public static double? Of(ReadOnlySpan<double> asset, ReadOnlySpan<double> market, double halfLife = HalfLife, double shrinkage = Shrinkage)
    {
        var decay = Math.Pow(0.5, 1 / halfLife);
        var (together, alone, weight) = (0.0, 0.0, 1.0);
        for (var i = asset.Length - 1; i >= 0; i--)
        {
            together += weight * asset[i] * market[i];
            alone += weight * market[i] * market[i];
            weight *= decay;
        }

        return alone > 0 ? ((1 - shrinkage) * together / alone) + shrinkage : null;
    }
}
