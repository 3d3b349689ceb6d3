using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Trend;

namespace Etrms.Domain.Analysis.Levels;

/// <summary>A price at which a market has turned.</summary>
/// <param name="Price">Mean of the turning points.</param>
/// <param name="Tops">Turning points that were tops.</param>
/// <param name="LastTouch">Index of the bar of the newest of them.</param>
public sealed record PriceLevel(double Price, int Tops, int Bottoms, int LastTouch)
{
    public int Touches => Tops + Bottoms;
}

/// <summary>Support below a price and resistance above it, nearest first.</summary>
public sealed record PriceLevels(ImmutableArray<PriceLevel> Support, ImmutableArray<PriceLevel> Resistance)
{
    /// <summary>
    /// Levels as they are known at the last bar: turning points of a zig-zag that lie close to one another are one level. A turning point that is
    /// not confirmed yet makes none.
    /// </summary>
    /// <param name="percent">By which a price must come back from a turning point.</param>
    /// <param name="width">Fraction of the price from the lowest to the highest turning point of a level, at most.</param>
    /// <param name="least">Turning points that make a level.</param>
    public static PriceLevels Of(BarSpans bars, double percent = 5, double width = 0.01, int least = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        var levels = Turns(bars, percent).OrderBy(turn => turn.Price)
            .Aggregate(new List<List<Turn>>(), (groups, turn) => Grouped(groups, turn, width))
            .Where(group => group.Count >= least)
            .Select(group => new PriceLevel(
                group.Average(turn => turn.Price), group.Count(turn => turn.IsTop), group.Count(turn => !turn.IsTop), group.Max(turn => turn.Bar)))
            .ToList();
        var close = bars.Count > 0 ? bars.Close[^1] : double.NaN;
        return new PriceLevels(
            [.. levels.Where(level => level.Price <= close).OrderByDescending(level => level.Price)],
            [.. levels.Where(level => level.Price > close).OrderBy(level => level.Price)]);
    }

    private static List<Turn> Turns(BarSpans bars, double percent)
    {
        var zigzag = new ZigZag(percent);
        var turns = new List<Turn>();
        for (var i = 0; i < bars.Count; i++)
        {
            if (zigzag.Next(new Ohlcv(bars.Close[i], bars.High[i], bars.Low[i], bars.Close[i], 0)) is { } point)
            {
                turns.Add(new Turn(point.Price, point.IsTop, i - point.BarsAgo));
            }
        }

        return turns;
    }

    /// <summary>Adds a turning point, in rising order of prices, to the newest group that it still fits.</summary>
    private static List<List<Turn>> Grouped(List<List<Turn>> groups, Turn turn, double width)
    {
        if (groups.Count > 0 && turn.Price - groups[^1][0].Price <= width * groups[^1][0].Price)
        {
            groups[^1].Add(turn);
        }
        else
        {
            groups.Add([turn]);
        }

        return groups;
    }

    private readonly record struct Turn(double Price, bool IsTop, int Bar);
}
