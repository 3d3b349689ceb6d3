namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Ratios to equity that may be gone.</summary>
internal static class Ratio
{
    /// <summary>Stands for infinity: equity is known to be 0 or less while something is held.</summary>
    public const decimal Beyond = 1_000_000m;

    public static decimal ToEquity(decimal amount, decimal equity) =>
        amount == 0 ? 0 : equity <= 0 ? Beyond : Math.Min(amount / equity, Beyond);
}
