namespace Etrms.Domain.Analysis.Algebra;

/// <summary>How evenly a whole is shared out.</summary>
internal static class Entropy
{
    /// <summary>Of the shares that parts have in their sum, with 0 log 0 = 0; parts below 0 count as 0.</summary>
    public static double Of(ReadOnlySpan<double> parts)
    {
        var whole = 0.0;
        foreach (var part in parts)
        {
            whole += Math.Max(part, 0);
        }

        var entropy = 0.0;
        foreach (var part in parts)
        {
            entropy -= part > 0 ? part / whole * Math.Log(part / whole) : 0;
        }

        return entropy;
    }
}
