using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Measures.Drawdowns;

/// <summary>
/// The falls of a curve and what its holder went through (RISK 4A). Every point counts alike, so that a stretch without points counts as nothing: it is
/// not known. Figures are fractions of the peak before.
/// </summary>
public sealed record DrawdownReport
{
    private static readonly ImmutableArray<double> Confidences = [0.8, 0.95, 0.99];

    private DrawdownReport()
    {
    }

    public required int Points { get; init; }

    /// <summary>Fall from the peak at the newest point.</summary>
    public required double Current { get; init; }

    /// <summary>The deepest: conditional drawdown at risk with a confidence near 1.</summary>
    public required double Maximum { get; init; }

    /// <summary>Mean over all points: the same with a confidence of 0.</summary>
    public required double Average { get; init; }

    /// <summary>sqrt(mean(drawdown^2)) over all points (Martin and McCann 1989).</summary>
    public required double UlcerIndex { get; init; }

    /// <summary>Mean of the worst points, by confidence (Chekhlov, Uryasev and Zabarankin 2005).</summary>
    public required ImmutableArray<ConditionalDrawdown> Conditional { get; init; }

    /// <summary>Deepest first.</summary>
    public required ImmutableArray<DrawdownEpisode> Episodes { get; init; }

    /// <summary>Null without two points from the first positive one on: a fall is one from something.</summary>
    /// <param name="points">Oldest first.</param>
    public static DrawdownReport? Of(IReadOnlyList<CurvePoint> points)
    {
        var first = 0;
        while (first < points.Count && points[first].Value <= 0)
        {
            first++;
        }

        return points.Count - first < 2 ? null : Follow(points, first);
    }

    private static DrawdownReport Follow(IReadOnlyList<CurvePoint> points, int first)
    {
        var fall = new OpenFall(points[first].Value, first);
        var episodes = new List<DrawdownEpisode>();
        var depths = new double[points.Count - first];
        for (var i = first; i < points.Count; i++)
        {
            if (fall.EndsWith(points[i].Value))
            {
                episodes.Add(EpisodeOf(points, fall, i, isOver: true));
            }

            fall.Take(points[i].Value, i);
            depths[i - first] = 1 - (points[i].Value / fall.Peak);
        }

        if (fall.IsFalling)
        {
            episodes.Add(EpisodeOf(points, fall, points.Count - 1, isOver: false));
        }

        return Of(depths, [.. episodes.OrderByDescending(episode => episode.Depth).ThenBy(episode => episode.PeakAt)]);
    }

    private static DrawdownEpisode EpisodeOf(IReadOnlyList<CurvePoint> points, in OpenFall fall, int last, bool isOver) => new(
        points[(int)fall.LeftAt].At, points[(int)fall.TroughAt].At, isOver ? points[last].At : null, points[last].At, fall.Depth);

    private static DrawdownReport Of(double[] depths, ImmutableArray<DrawdownEpisode> episodes)
    {
        var (current, squares) = (depths[^1], depths.Sum(depth => depth * depth));
        Array.Sort(depths, (left, right) => right.CompareTo(left));
        return new DrawdownReport
        {
            Points = depths.Length,
            Current = current,
            Maximum = depths[0],
            Average = depths.Average(),
            UlcerIndex = Math.Sqrt(squares / depths.Length),
            Conditional = [.. Confidences.Select(confidence => new ConditionalDrawdown(confidence, MeanOfWorst(depths, confidence)))],
            Episodes = episodes,
        };
    }

    /// <summary>The point at the edge counts with the part of it that lies beyond.</summary>
    /// <param name="depths">Deepest first.</param>
    /// <param name="confidence">From 0 to 1, below 1.</param>
    private static double MeanOfWorst(double[] depths, double confidence)
    {
        var wanted = (1 - confidence) * depths.Length;
        var whole = Math.Min((int)wanted, depths.Length);
        var sum = 0.0;
        for (var i = 0; i < whole; i++)
        {
            sum += depths[i];
        }

        return (sum + (whole < depths.Length ? (wanted - whole) * depths[whole] : 0)) / wanted;
    }
}
