namespace Etrms.Domain.Risk.Breakers;

/// <summary>Levels of conditions that trip from below (most) and from above (a distance that shrinks). One place knows the direction.</summary>
internal static class TripLevels
{
    /// <summary>The value at which a stage fires. A distance is larger at an earlier stage.</summary>
    public static decimal Of(decimal threshold, decimal at, bool isFalling) => isFalling ? threshold / at : at * threshold;

    public static bool Reaches(decimal value, decimal level, bool isFalling) => isFalling ? value <= level : value >= level;

    public static bool IsClear(decimal value, decimal level, bool isFalling) => isFalling ? value >= level : value <= level;

    /// <summary>A level that is worse by a factor.</summary>
    public static decimal Beyond(decimal level, decimal factor, bool isFalling) => isFalling ? level / factor : level * factor;

    /// <summary>1 at the threshold; a distance that is used up counts as far beyond.</summary>
    public static decimal Progress(decimal value, decimal threshold, bool isFalling) => !isFalling ? value / threshold
        : value > 0 ? threshold / value : Conditions.Ratio.Beyond;
}
