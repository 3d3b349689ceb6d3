using System.Collections.Immutable;

namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>A top or a bottom of a series.</summary>
/// <param name="Bar">When it was, in bars.</param>
public readonly record struct Extremum(double Price, double Bar, bool IsTop);

/// <summary>The shapes of Lo, Mamaysky and Wang, under their names.</summary>
public enum FivePointShape
{
    /// <summary>Head and shoulders.</summary>
    Hs,

    /// <summary>Inverse head and shoulders.</summary>
    Ihs,

    /// <summary>Broadening, begun at a top.</summary>
    Btop,

    /// <summary>Broadening, begun at a bottom.</summary>
    Bbot,

    /// <summary>Triangle, begun at a top.</summary>
    Ttop,

    /// <summary>Triangle, begun at a bottom.</summary>
    Tbot,

    /// <summary>Rectangle, begun at a top.</summary>
    Rtop,

    /// <summary>Rectangle, begun at a bottom.</summary>
    Rbot,

    /// <summary>Double top.</summary>
    Dtop,

    /// <summary>Double bottom.</summary>
    Dbot,
}

/// <summary>
/// Rules for five alternating extrema: Lo, Mamaysky and Wang, "Foundations of Technical Analysis" (Journal of Finance 55, 2000), definitions 1 to 5.
/// An extremum is known only some bars after it; what is told of five must be dated at the bar that made the last of them known.
/// </summary>
public static class FivePointRules
{
    public const int Points = 5;

    /// <summary>Share of their average within which prices count as the same.</summary>
    private const double Same = 0.015;

    /// <summary>The same for the ends of a rectangle.</summary>
    private const double SameInRectangle = 0.0075;

    /// <summary>Bars that the tops of a double top lie apart, more than.</summary>
    private const double BarsApart = 22;

    /// <summary>All shapes that five alternating extrema make, none included.</summary>
    public static ImmutableArray<FivePointShape> ShapesOf(ReadOnlySpan<Extremum> extrema)
    {
        if (extrema.Length != Points)
        {
            throw new ArgumentException("There must be five extrema.", nameof(extrema));
        }

        var isTop = extrema[0].IsTop;
        for (var i = 1; i < Points; i++)
        {
            if (extrema[i].IsTop == extrema[i - 1].IsTop)
            {
                throw new ArgumentException("Tops and bottoms must alternate.", nameof(extrema));
            }
        }

        var shapes = ImmutableArray.CreateBuilder<FivePointShape>();
        Add(shapes, IsHead(extrema), isTop ? FivePointShape.Hs : FivePointShape.Ihs);
        Add(shapes, IsBroadening(extrema), isTop ? FivePointShape.Btop : FivePointShape.Bbot);
        Add(shapes, IsTriangle(extrema), isTop ? FivePointShape.Ttop : FivePointShape.Tbot);
        Add(shapes, IsRectangle(extrema), isTop ? FivePointShape.Rtop : FivePointShape.Rbot);
        Add(shapes, IsDouble(extrema), isTop ? FivePointShape.Dtop : FivePointShape.Dbot);
        return shapes.ToImmutable();
    }

    private static void Add(ImmutableArray<FivePointShape>.Builder shapes, bool isSeen, FivePointShape shape)
    {
        if (isSeen)
        {
            shapes.Add(shape);
        }
    }

    private static bool IsHead(ReadOnlySpan<Extremum> e) =>
        Beyond(e[2], e[0]) && Beyond(e[2], e[4]) && AreNear(Same, e[0].Price, e[4].Price) && AreNear(Same, e[1].Price, e[3].Price);

    private static bool IsBroadening(ReadOnlySpan<Extremum> e) => Beyond(e[2], e[0]) && Beyond(e[4], e[2]) && Beyond(e[3], e[1]);

    private static bool IsTriangle(ReadOnlySpan<Extremum> e) => Beyond(e[0], e[2]) && Beyond(e[2], e[4]) && Beyond(e[1], e[3]);

    private static bool IsRectangle(ReadOnlySpan<Extremum> e)
    {
        double[] outer = [e[0].Price, e[2].Price, e[4].Price];
        double[] inner = [e[1].Price, e[3].Price];
        var (tops, bottoms) = e[0].IsTop ? (outer, inner) : (inner, outer);
        return AreNear(SameInRectangle, outer) && AreNear(SameInRectangle, inner) && tops.Min() > bottoms.Max();
    }

    private static bool IsDouble(ReadOnlySpan<Extremum> e)
    {
        var other = Beyond(e[4], e[2]) ? e[4] : e[2];
        return AreNear(Same, e[0].Price, other.Price) && other.Bar - e[0].Bar > BarsApart;
    }

    /// <summary>Higher of two tops, lower of two bottoms.</summary>
    private static bool Beyond(Extremum left, Extremum right) => left.IsTop ? left.Price > right.Price : left.Price < right.Price;

    private static bool AreNear(double share, params double[] prices)
    {
        var average = prices.Average();
        return Array.TrueForAll(prices, price => Math.Abs(price - average) <= share * average);
    }
}
