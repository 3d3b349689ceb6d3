using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>
/// Where a series changes. A change point is the number of values before it, which is the last value of the old segment counted from 1. All of it
/// looks back over the whole series: for alerts there is <see cref="TabularCusum"/>.
/// </summary>
public static class ChangePointSearch
{
    /// <summary>The penalty that is meant where none is given: twice the logarithm of the number of values.</summary>
    public static double UsualPenalty(int count) => 2 * Math.Log(count);

    /// <summary>
    /// The partition of least cost plus a penalty per change (PELT of Killick, Fearnhead and Eckley 2012). Beginnings that can never win again are
    /// dropped, as late as segments of the least length allow, so the optimum is exact.
    /// </summary>
    public static ImmutableArray<int> Pelt(SegmentCost cost, double penalty)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(penalty);
        var best = new double[cost.Count + 1];
        var last = new int[cost.Count + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = -penalty;
        var live = new List<(int Start, int Until)> { (0, int.MaxValue) };
        for (var end = cost.Shortest; end <= cost.Count; end++)
        {
            foreach (var (start, _) in live)
            {
                var total = end - start >= cost.Shortest ? best[start] + cost.Of(start, end) + penalty : double.PositiveInfinity;
                (best[end], last[end]) = total < best[end] ? (total, start) : (best[end], last[end]);
            }

            Prune(live, cost, best, end);
            live.Add((end, int.MaxValue));
        }

        return Traced(last, cost.Count);
    }

    /// <summary>One change after the other, each the best within a segment of those before, while it is worth the penalty. Quick, not optimal.</summary>
    /// <param name="most">Changes, at most.</param>
    public static ImmutableArray<int> BinarySegmentation(SegmentCost cost, double penalty, int most)
    {
        var ends = new SortedSet<int> { 0, cost.Count };
        for (var change = 0; change < most && cost.Count > 0; change++)
        {
            var best = ends.Zip(ends.Skip(1), (from, to) => Split(cost, from, to)).MaxBy(split => split.Gain);
            if (!(best.Gain >= penalty))
            {
                break;
            }

            ends.Add(best.At);
        }

        return [.. ends.Where(end => end > 0 && end < cost.Count)];
    }

    /// <summary>The one best change, if it is worth the penalty.</summary>
    public static int? Single(SegmentCost cost, double penalty) =>
        Split(cost, 0, cost.Count) is var split && split.Gain >= penalty ? split.At : null;

    /// <summary>A beginning that has lost to the best at some end has lost to it for all ends from a shortest segment later on.</summary>
    private static void Prune(List<(int Start, int Until)> live, SegmentCost cost, double[] best, int end)
    {
        for (var i = 0; i < live.Count; i++)
        {
            var (start, until) = live[i];
            if (until == int.MaxValue && end - start >= cost.Shortest && best[start] + cost.Of(start, end) >= best[end])
            {
                live[i] = (start, end + cost.Shortest);
            }
        }

        live.RemoveAll(each => each.Until <= end + 1);
    }

    private static (int At, double Gain) Split(SegmentCost cost, int from, int to)
    {
        var (at, least) = (0, double.PositiveInfinity);
        for (var end = from + cost.Shortest; end <= to - cost.Shortest; end++)
        {
            var total = cost.Of(from, end) + cost.Of(end, to);
            (at, least) = total < least ? (end, total) : (at, least);
        }

        return at == 0 ? (0, double.NegativeInfinity) : (at, cost.Of(from, to) - least);
    }

    private static ImmutableArray<int> Traced(int[] last, int count)
    {
        var changes = new Stack<int>();
        for (var end = count > 0 ? last[count] : 0; end > 0; end = last[end])
        {
            changes.Push(end);
        }

        return [.. changes];
    }
}
