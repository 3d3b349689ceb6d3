namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>A pattern in a window.</summary>
/// <param name="Start">Index of its first bar in the window.</param>
internal readonly record struct FoundPattern(ChartPatternKind Kind, int Start, double Height, double Boundary);

/// <summary>
/// The patterns that a rising close completes. Turning points are counted back from the newest bottom: bottom 1, top 1 before it, bottom 2, top 2.
/// </summary>
internal sealed class RisingPatterns(SwingPath path, ChartPatternRules rules)
{
    /// <summary>Shoulders and necks are drawn by hand, and need be level only so many times less.</summary>
    private const double Roughly = 1.5;

    /// <summary>Place of the newest bottom.</summary>
    private readonly int _newest = path.Points.FindLastIndex(point => !point.IsTop);

    /// <summary>The more particular ones before the more general: what has the shape of one is none of the others, left or not.</summary>
    public static FoundPattern? Find(SwingPath path, ChartPatternRules rules)
    {
        var shapes = new RisingPatterns(path, rules);
        return shapes.IsHead() ? shapes.Head()
            : shapes.IsDouble() ? shapes.Double()
            : shapes.Bounded(3) ?? shapes.Bounded(2) ?? RisingFlag.Find(path, rules);
    }

    /// <summary>Three bottoms, the middle one the lowest, under tops of one level.</summary>
    private bool IsHead()
    {
        if (_newest < 4)
        {
            return false;
        }

        var (deep, rough) = (rules.Head * HeadHeight, Roughly * HeadHeight);
        return Bottom(3).Price - Bottom(2).Price >= deep && Bottom(1).Price - Bottom(2).Price >= deep
            && IsLevel(Bottom(3), Bottom(1), rough) && IsLevel(Top(2), Top(1), rough);
    }

    private double HeadHeight => Math.Max(Top(1).Price, Top(2).Price) - Bottom(2).Price;

    private FoundPattern? Head() =>
        Left(ChartPatternKind.InverseHeadAndShoulders, _newest - 4, HeadHeight, TrendLine.Through(Top(2), Top(1)).At(path.Last));

    /// <summary>Two bottoms of one level under a top, after a fall from far above it.</summary>
    private bool IsDouble() =>
        _newest >= 2 && IsLevel(Bottom(2), Bottom(1), DoubleHeight)
        && path.Smooth.AsSpan(0, (int)Bottom(2).Bar + 1).ToArray().Max() >= Top(1).Price + (rules.Above * DoubleHeight);

    private double DoubleHeight => Top(1).Price - Math.Min(Bottom(1).Price, Bottom(2).Price);

    private FoundPattern? Double() => Left(ChartPatternKind.DoubleBottom, _newest - 2, DoubleHeight, Top(1).Price);

    /// <summary>Triangles and rectangles: between two lines, each through so many turning points.</summary>
    private FoundPattern? Bounded(int touches)
    {
        var from = _newest - (2 * touches) + 1;
        if (from < 0)
        {
            return null;
        }

        Extremum[] tops = [.. Enumerable.Range(1, touches).Select(Top)];
        Extremum[] bottoms = [.. Enumerable.Range(1, touches).Select(Bottom)];
        var height = tops.Max(top => top.Price) - bottoms.Min(bottom => bottom.Price);
        var (upper, lower) = (TrendLine.Of(tops), TrendLine.Of(bottoms));
        if (!(height > 0) || Math.Max(upper.Farthest(tops), lower.Farthest(bottoms)) > rules.Level * height)
        {
            return null;
        }

        var share = (bottoms[0].Bar - tops[^1].Bar) / height;
        var isTouchedAgain = touches > 2 || (from > 0 && IsLevel(path.Points[from - 1], bottoms[^1], height));
        return KindOf(upper.Slope * share, lower.Slope * share, isTouchedAgain) is { } kind
            ? Left(kind, from, height, Math.Max(upper.At(path.Last), tops[0].Price))
            : null;
    }

    /// <param name="upper">How far the upper line rises over the pattern, as a share of its height.</param>
    /// <param name="lower">The same of the lower line.</param>
    /// <param name="isTouchedAgain">Whether three turning points lie on a line.</param>
    private ChartPatternKind? KindOf(double upper, double lower, bool isTouchedAgain)
    {
        var approach = lower - upper;
        var lean = (upper + lower) / approach;
        return approach < rules.Convergence
                ? isTouchedAgain && Math.Max(Math.Abs(upper), Math.Abs(lower)) <= rules.Convergence ? ChartPatternKind.RectangleBreakUp : null
            : Math.Abs(lean) <= rules.Lean ? ChartPatternKind.SymmetricTriangleUp
            : lean > 0 && upper < rules.Convergence ? ChartPatternKind.AscendingTriangle
            : null;
    }

    private Extremum Bottom(int number) => path.Points[_newest - (2 * (number - 1))];

    private Extremum Top(int number) => path.Points[_newest - (2 * number) + 1];

    private bool IsLevel(Extremum left, Extremum right, double height) => Math.Abs(left.Price - right.Price) <= rules.Level * height;

    /// <summary>The pattern, if this close is the first beyond its boundary and its lines are straight enough.</summary>
    private FoundPattern? Left(ChartPatternKind kind, int from, double height, double boundary) =>
        path.Leaves(boundary + (rules.Beyond * height))
        && path.Last - path.Points[from].Bar >= rules.Shortest && path.Stray(from, _newest) <= rules.Stray * path.Range
            ? new FoundPattern(kind, (int)path.Points[from].Bar, height, boundary)
            : null;
}
