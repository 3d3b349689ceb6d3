namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>Holds weights to a largest one where the method that made them knows none.</summary>
public static class WeightCap
{
    private const double Rounding = 1e-9;

    /// <summary>
    /// What lies above the cap is shared out between the others in proportion to their weights, until none lies above. The same weights when none did.
    /// </summary>
    /// <param name="weights">From 0, with a sum of 1.</param>
    /// <param name="cap">At least 1 over their number.</param>
    public static double[] Apply(double[] weights, double cap)
    {
        var capped = weights;
        while (Array.Exists(capped, weight => weight > cap + Rounding))
        {
            var free = capped.Where(weight => weight < cap).Sum();
            var left = 1 - (cap * capped.Count(weight => weight >= cap));
            var share = free > 0 ? left / free : 0;
            var equal = free > 0 ? 0 : left / Math.Max(capped.Count(weight => weight < cap), 1);
            capped = Array.ConvertAll(capped, weight => weight >= cap ? cap : (weight * share) + equal);
        }

        return capped;
    }
}
