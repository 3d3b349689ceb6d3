namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>Patterns that end with a price that leaves them.</summary>
public enum ChartPatternKind
{
    AscendingTriangle,
    BearFlag,
    BullFlag,
    DescendingTriangle,
    DoubleBottom,
    DoubleTop,
    HeadAndShoulders,
    InverseHeadAndShoulders,
    RectangleBreakDown,
    RectangleBreakUp,
    SymmetricTriangleDown,
    SymmetricTriangleUp,
}

/// <summary>A pattern that is complete.</summary>
/// <param name="Start">Index of its first turning point.</param>
/// <param name="End">Index of the bar whose close left it: when it became known, with nothing later.</param>
/// <param name="Height">Distance of its highest from its lowest turning point, the usual measure of how far the move may go.</param>
/// <param name="Boundary">The price that was left.</param>
public sealed record ChartPattern(ChartPatternKind Kind, int Start, int End, double Height, double Boundary)
{
    /// <summary>1 for an expected rise, -1 for a fall.</summary>
    public int Direction => Kind switch
    {
        ChartPatternKind.AscendingTriangle or ChartPatternKind.BullFlag or ChartPatternKind.DoubleBottom or ChartPatternKind.InverseHeadAndShoulders => 1,
        ChartPatternKind.RectangleBreakUp or ChartPatternKind.SymmetricTriangleUp => 1,
        ChartPatternKind.BearFlag or ChartPatternKind.DescendingTriangle or ChartPatternKind.DoubleTop or ChartPatternKind.HeadAndShoulders => -1,
        ChartPatternKind.RectangleBreakDown or ChartPatternKind.SymmetricTriangleDown => -1,
    };
}

/// <summary>What counts as a pattern. Shares are of its height or of the range of the window, so that any market and any length of bars has the same rules.</summary>
public sealed record ChartPatternRules
{
    /// <summary>Bars that are looked back over.</summary>
    public int Window { get; init; } = 110;

    /// <summary>Bars that a pattern lasts at least.</summary>
    public int Shortest { get; init; } = 30;

    /// <summary>Bars after one that was told in which no other is.</summary>
    public int Pause { get; init; } = 15;

    /// <summary>Bars of the kernel that smooths closes before turning points are looked for.</summary>
    public double Kernel { get; init; } = 1;

    /// <summary>How far a price must come back from a turning point to make it one, as a share of the range.</summary>
    public double Swing { get; init; } = 0.12;

    /// <summary>Within which turning points are level, as a share of the height.</summary>
    public double Level { get; init; } = 0.2;

    /// <summary>How far a head stands out of its shoulders.</summary>
    public double Head { get; init; } = 0.18;

    /// <summary>How far above its neck a double bottom comes from.</summary>
    public double Above { get; init; } = 0.4;

    /// <summary>By how much of the height the lines of a triangle approach each other; those of a rectangle less.</summary>
    public double Convergence { get; init; } = 0.3;

    /// <summary>Share of that which one line alone must make up for a triangle not to be symmetric.</summary>
    public double Lean { get; init; } = 0.5;

    /// <summary>How far the close must go beyond the boundary, as a share of the height.</summary>
    public double Beyond { get; init; } = 0.3;

    /// <summary>Root mean square by which closes may stray from the lines between turning points, as a share of the range: a walk strays more.</summary>
    public double Stray { get; init; } = 0.08;

    public FlagRules Flag { get; init; } = new();
}

/// <summary>What counts as a flag: a steep pole, and a rest that leans against it. Shares are of the pole.</summary>
public sealed record FlagRules
{
    /// <summary>Length of the pole as a share of the range.</summary>
    public double Pole { get; init; } = 0.5;

    /// <summary>Lower part of a rise that may be slow and is not of the pole.</summary>
    public double SlowStart { get; init; } = 0.2;

    /// <summary>How far closes may stray from the pole, and from the line of the rest.</summary>
    public double Stray { get; init; } = 0.12;

    /// <summary>Least that the rest takes back.</summary>
    public double Shallowest { get; init; } = 0.15;

    /// <summary>Most that it takes back.</summary>
    public double Deepest { get; init; } = 0.55;

    /// <summary>How far the line of the rest falls, at least.</summary>
    public double Lean { get; init; } = 0.1;

    /// <summary>The same, at most.</summary>
    public double Fall { get; init; } = 0.6;

    /// <summary>How far the close must go beyond the top of the pole.</summary>
    public double Beyond { get; init; } = 0.05;

    /// <summary>Bottoms from which a pole may have begun, counted back from the newest.</summary>
    public int Feet { get; init; } = 4;
}
