namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Historical simulation without interpolation: an order statistic, and the mean of exactly the worst share (Acerbi and Tasche 2002).</summary>
public static class OrderTail
{
    /// <summary>Null while there are too few points.</summary>
    /// <param name="profits">Profits or returns, losses negative.</param>
    /// <param name="level">Such as 0.99.</param>
    /// <param name="minimum">Points that are needed.</param>
    public static TailRisk? Of(ReadOnlySpan<double> profits, double level, int minimum = HistoricalTail.Enough)
    {
        if (profits.Length < Math.Max(minimum, 1))
        {
            return null;
        }

        var sorted = Quantiles.Sorted(profits);
        var worst = sorted.Length * (1 - level);
        var whole = Math.Min((int)Math.Floor(worst), sorted.Length - 1);
        var sum = (worst - whole) * sorted[whole];
        for (var i = 0; i < whole; i++)
        {
            sum += sorted[i];
        }

        var place = Math.Clamp((int)Math.Ceiling(sorted.Length * level), 1, sorted.Length);
        return new TailRisk(-sorted[^place], -sum / worst);
    }
}
