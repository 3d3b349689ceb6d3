using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Levels;
using Etrms.Domain.Assistant.Setups.ChartPatterns;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>A shape that prices made and left.</summary>
/// <param name="Direction">1 where it was left upward, -1 downward.</param>
/// <param name="FromAt">Market time at which the bar of its first turning point began.</param>
/// <param name="KnownAt">Market time at which the bar ended whose close left it: nothing later is in it.</param>
/// <param name="Boundary">The price that was left.</param>
/// <param name="Close">Of the bar that left it.</param>
public sealed record SeenPattern(
    ChartPatternKind Kind, int Direction, DateTimeOffset FromAt, DateTimeOffset KnownAt, double Height, double Boundary, double Close);

/// <summary>A price at which a market has turned.</summary>
/// <param name="LastAt">Market time at which the bar of its newest turning point began.</param>
public sealed record SeenLevel(double Price, int Tops, int Bottoms, DateTimeOffset LastAt);

/// <summary>Shapes and levels that are known at the newest bar.</summary>
/// <param name="Patterns">Newest first.</param>
/// <param name="Support">Below the newest close, nearest first.</param>
/// <param name="Resistance">Above it, nearest first.</param>
/// <param name="Swing">Fraction by which a price had to come back from a turning point to make it one; null where nothing moves.</param>
public sealed record ChartReading(
    ImmutableArray<SeenPattern> Patterns, ImmutableArray<SeenLevel> Support, ImmutableArray<SeenLevel> Resistance, double? Swing);

/// <summary>
/// Sees shapes and levels in the bars of one contract and length. It works when it is asked, through the bars since the last time, so that whoever
/// never asks pays nothing.
/// </summary>
internal sealed class ChartAnalyst(TimeSpan interval, ChartPatternRules rules)
{
    private const int KeptPatterns = 12;

    /// <summary>Levels on each side.</summary>
    private const int NearestLevels = 3;

    /// <summary>A turning point counts when the price came back from it by so many deviations of a bar's return, so that any market has some.</summary>
    private const double SwingDeviations = 5;

    /// <summary>Turning points are one level within this share of the swing.</summary>
    private const double LevelShare = 0.25;

    private static readonly (double Least, double Most) SwingBounds = (0.001, 0.25);

    private readonly Queue<SeenPattern> _patterns = new();
    private ChartPatternScan _scan = new(rules);
    private DateTimeOffset _beganAt;
    private DateTimeOffset _endAt;

    /// <param name="newest">Candles in a row up to the newest, oldest first.</param>
    /// <param name="bars">The same.</param>
    public ChartReading Read(IReadOnlyCollection<Candle> newest, BarSpans bars)
    {
        foreach (var candle in newest.Where(candle => candle.OpenAt >= _endAt))
        {
            Take(candle);
        }

        var swing = Swing(bars);
        var levels = swing is { } share ? PriceLevels.Of(bars, share * 100, share * LevelShare) : new PriceLevels([], []);
        var firstAt = _endAt - (bars.Count * interval);
        return new ChartReading([.. _patterns.Reverse()], Nearest(levels.Support, firstAt), Nearest(levels.Resistance, firstAt), swing);
    }

    private void Take(in Candle candle)
    {
        if (candle.OpenAt != _endAt)
        {
            (_scan, _beganAt) = (new ChartPatternScan(rules), candle.OpenAt);
            _patterns.Clear();
        }

        _endAt = candle.OpenAt + interval;
        if (_scan.Next((double)candle.Close) is not { } pattern)
        {
            return;
        }

        // A price that comes back and leaves the same shape once more has not made another.
        var fromAt = _beganAt + (pattern.Start * interval);
        if (!_patterns.Any(seen => seen.Kind == pattern.Kind && seen.FromAt == fromAt))
        {
            _patterns.Enqueue(new SeenPattern(pattern.Kind, pattern.Direction, fromAt, _endAt, pattern.Height, pattern.Boundary, (double)candle.Close));
            if (_patterns.Count > KeptPatterns)
            {
                _patterns.Dequeue();
            }
        }
    }

    private ImmutableArray<SeenLevel> Nearest(ImmutableArray<PriceLevel> levels, DateTimeOffset firstAt) =>
        [.. levels.Take(NearestLevels).Select(level => new SeenLevel(level.Price, level.Tops, level.Bottoms, firstAt + (level.LastTouch * interval)))];

    /// <summary>Null of fewer than two returns, and of returns that are all nothing.</summary>
    private static double? Swing(BarSpans bars)
    {
        var (count, squares) = (bars.Count - 1, 0.0);
        for (var i = 1; i < bars.Count; i++)
        {
            var value = Math.Log(bars.Close[i] / bars.Close[i - 1]);
            squares += value * value;
        }

        return count < 2 || !(squares > 0) ? null : Math.Clamp(SwingDeviations * Math.Sqrt(squares / count), SwingBounds.Least, SwingBounds.Most);
    }
}
