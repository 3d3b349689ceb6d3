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
        var ends = new double[draws];
        Draw(standardised, model, next, periods, seed, ends);
        return HistoricalTail.Of(ends, level);
    }

    /// <summary>Sums of drawn paths, one for each place of <paramref name="ends"/>.</summary>
    /// <param name="standardised">Past surprises over their deviations.</param>
    /// <param name="model">How the variance follows the surprises.</param>
    /// <param name="next">Variance of the first period.</param>
    /// <param name="periods">Length of a path.</param>
    /// <param name="seed">The same seed draws the same paths.</param>
    /// <param name="ends">Where the sums go.</param>
    internal static void Draw(ReadOnlySpan<double> standardised, VarianceModel model, double next, int periods, ulong seed, Span<double> ends)
    {
        if (model is { Omega: 0, Mu: 0 })
        {
            DrawScaled(standardised, model, Math.Sqrt(next), periods, seed, ends);
            return;
        }

        var random = new SplitMix(seed);
        for (var i = 0; i < ends.Length; i++)
        {
            var (variance, sum) = (next, 0.0);
            for (var period = 0; period < periods; period++)
            {
                var surprise = Math.Sqrt(variance) * standardised[random.Below(standardised.Length)];
                sum += model.Mu + surprise;
                variance = model.After(surprise, variance);
            }

            ends[i] = sum;
        }
    }

    /// <summary>Without a constant the deviation grows by a factor of its own with each surprise, so the roots are drawn once and not per step.</summary>
    private static void DrawScaled(
        ReadOnlySpan<double> standardised, VarianceModel model, double deviation, int periods, ulong seed, Span<double> ends)
    {
        Span<double> growth = standardised.Length <= 2_048 ? stackalloc double[standardised.Length] : new double[standardised.Length];
        for (var i = 0; i < growth.Length; i++)
        {
            growth[i] = Math.Sqrt(model.After(standardised[i], 1));
        }

        var random = new SplitMix(seed);
        for (var i = 0; i < ends.Length; i++)
        {
            var (scale, sum) = (deviation, 0.0);
            for (var period = 0; period < periods; period++)
            {
                var drawn = random.Below(growth.Length);
                sum += scale * standardised[drawn];
                scale *= growth[drawn];
            }

            ends[i] = sum;
        }
    }

    private static double Scale(double standardised, double variance, VarianceModel model) => (standardised * Math.Sqrt(variance)) - model.Mu;
}
