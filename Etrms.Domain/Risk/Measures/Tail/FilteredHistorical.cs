namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper 1999): past returns over the deviation of their day, rescaled by
/// the deviation of today. Calm years then do not hide a restless week.
/// </summary>
public static class FilteredHistorical
{
    public const int Draws = 10_000;

    /// <summary>The next period. Null while there are too few points.</summary>
    public static TailRisk? Of(ReadOnlySpan<double> returns, double level, VarianceModel model, int minimum = HistoricalTail.Enough)
    {
        if (returns.Length < Math.Max(minimum, 1))
        {
            return null;
        }

        var standardised = model.Standardise(returns, out var next);
        return HistoricalTail.Of(standardised, level, minimum) is { } tail
            ? new TailRisk(Scale(tail.ValueAtRisk, next, model), Scale(tail.ExpectedShortfall, next, model))
            : null;
    }

    /// <summary>Several periods ahead, by paths that draw past surprises. The same seed gives the same figure.</summary>
    public static TailRisk? Of(ReadOnlySpan<double> returns, double level, VarianceModel model, int periods, ulong seed, int draws = Draws)
    {
        if (returns.Length < HistoricalTail.Enough)
        {
            return null;
        }

        var standardised = model.Standardise(returns, out var next);
        var random = new SplitMix(seed);
        var ends = new double[draws];
        for (var i = 0; i < draws; i++)
        {
            var variance = next;
            for (var period = 0; period < periods; period++)
            {
                var surprise = Math.Sqrt(variance) * standardised[random.Below(standardised.Length)];
                ends[i] += model.Mu + surprise;
                variance = model.After(surprise, variance);
            }
        }

        return HistoricalTail.Of(ends, level);
    }

    private static double Scale(double standardised, double variance, VarianceModel model) => (standardised * Math.Sqrt(variance)) - model.Mu;
}
