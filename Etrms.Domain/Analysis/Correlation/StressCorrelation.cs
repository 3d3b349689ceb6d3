using Etrms.Domain.Analysis.Algebra;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>
/// Correlation with the market on its worst days. Choosing days by the market's return changes the correlation by itself, so the raw number
/// says nothing without the other two.
/// </summary>
/// <param name="Calm">Over all days.</param>
/// <param name="Stressed">On the worst days, as it is.</param>
/// <param name="Adjusted">The same without what the market's other variance does to it (Forbes and Rigobon 2002), comparable to <paramref name="Calm"/>.</param>
/// <param name="Benchmark">What Gaussian returns with the calm correlation would show on such days, comparable to <paramref name="Stressed"/>.</param>
/// <param name="Days">Worst days there were.</param>
public readonly record struct StressCorrelation(double Calm, double Stressed, double Adjusted, double Benchmark, int Days)
{
    public const double UsualQuantile = 0.1;

    private const int Enough = 20;

    /// <summary>Null with fewer than 20 worst days, or where a series does not move.</summary>
    /// <param name="market">Returns of the market, such as BTC.</param>
    /// <param name="asset">As long, aligned in time.</param>
    /// <param name="quantile">Of the market's returns, up to which a day is one of the worst.</param>
    public static StressCorrelation? Of(ReadOnlySpan<double> market, ReadOnlySpan<double> asset, double quantile = UsualQuantile)
    {
        if (PairCorrelation.Pearson(market, asset) is not { } calm)
        {
            return null;
        }

        var bound = Quantiles.Type7(Quantiles.Sorted(market), quantile);
        var (worstMarket, worstAsset) = (new List<double>(), new List<double>());
        for (var i = 0; i < market.Length; i++)
        {
            if (market[i] <= bound)
            {
                worstMarket.Add(market[i]);
                worstAsset.Add(asset[i]);
            }
        }

        double[] stressedMarket = [.. worstMarket];
        if (stressedMarket.Length < Enough || PairCorrelation.Pearson(stressedMarket, [.. worstAsset]) is not { } stressed)
        {
            return null;
        }

        var excess = (Moments.Variance(stressedMarket) / Moments.Variance(market)) - 1;
        return new StressCorrelation(
            calm,
            stressed,
            stressed / Math.Sqrt(1 + (excess * (1 - (stressed * stressed)))),
            calm * Math.Sqrt((1 + excess) / (1 + (excess * calm * calm))),
            stressedMarket.Length);
    }
}
