using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>How the distance between two clusters follows from those between their members.</summary>
public enum Linkage
{
    /// <summary>That of the nearest members.</summary>
    Single,

    /// <summary>Such that the merge adds least to the variance within clusters.</summary>
    Ward,
}

/// <summary>Two clusters that became one. Leaves have the numbers 0 to n - 1, merges those from n on, in their order.</summary>
/// <param name="Left">The smaller number.</param>
/// <param name="Right">The larger number.</param>
/// <param name="Distance">At which they were merged.</param>
/// <param name="Leaves">In both together.</param>
public readonly record struct Merge(int Left, int Right, double Distance, int Leaves);

/// <summary>Hierarchical clustering: the two nearest clusters are merged until one is left.</summary>
public sealed record Dendrogram(ImmutableArray<Merge> Merges)
{
    /// <param name="distances">Symmetric, at least 1 x 1.</param>
    /// <param name="linkage">How clusters are compared.</param>
    public static Dendrogram Of(double[,] distances, Linkage linkage)
    {
        var leaves = distances.GetLength(0);
        var clusters = new Clusters(distances, linkage);
        var merges = ImmutableArray.CreateBuilder<Merge>(leaves - 1);
        for (var merge = 0; merge < leaves - 1; merge++)
        {
            merges.Add(clusters.MergeNearest());
        }

        return new Dendrogram(merges.MoveToImmutable());
    }

    /// <summary>The leaves from left to right, so that neighbours are alike.</summary>
    public ImmutableArray<int> Order()
    {
        var leaves = Merges.Length + 1;
        var order = ImmutableArray.CreateBuilder<int>(leaves);
        var waiting = new Stack<int>([(2 * leaves) - 2]);
        while (waiting.TryPop(out var cluster))
        {
            if (cluster < leaves)
            {
                order.Add(cluster);
                continue;
            }

            waiting.Push(Merges[cluster - leaves].Right);
            waiting.Push(Merges[cluster - leaves].Left);
        }

        return order.MoveToImmutable();
    }

    /// <summary>Clusters that are not merged yet, and how far they are apart.</summary>
    private sealed class Clusters
    {
        private readonly Linkage _linkage;
        private readonly double[,] _distances;
        private readonly int[] _leaves;
        private readonly List<int> _open;

        public Clusters(double[,] distances, Linkage linkage)
        {
            var count = distances.GetLength(0);
            (_linkage, _distances, _leaves) = (linkage, new double[(2 * count) - 1, (2 * count) - 1], new int[(2 * count) - 1]);
            _open = [.. Enumerable.Range(0, count)];
            foreach (var leaf in _open)
            {
                _leaves[leaf] = 1;
                for (var other = 0; other < count; other++)
                {
                    _distances[leaf, other] = distances[leaf, other];
                }
            }

            Next = count;
        }

        private int Next { get; set; }

        /// <summary>Of equally near pairs the one with the smallest numbers.</summary>
        public Merge MergeNearest()
        {
            var (left, right, nearest) = (-1, -1, double.PositiveInfinity);
            for (var i = 0; i < _open.Count; i++)
            {
                for (var j = i + 1; j < _open.Count; j++)
                {
                    var distance = _distances[_open[i], _open[j]];
                    (left, right, nearest) = left < 0 || distance < nearest ? (_open[i], _open[j], distance) : (left, right, nearest);
                }
            }

            _open.Remove(left);
            _open.Remove(right);
            _leaves[Next] = _leaves[left] + _leaves[right];
            foreach (var other in _open)
            {
                _distances[other, Next] = _distances[Next, other] = Distance(other, left, right);
            }

            _open.Add(Next);
            return new Merge(left, right, nearest, _leaves[Next++]);
        }

        /// <summary>By the recurrence of Lance and Williams.</summary>
        private double Distance(int other, int left, int right)
        {
            var (toLeft, toRight, between) = (_distances[other, left], _distances[other, right], _distances[left, right]);
            double ofLeft = _leaves[left], ofRight = _leaves[right], ofOther = _leaves[other];
            return _linkage switch
            {
                Linkage.Single => Math.Min(toLeft, toRight),
                Linkage.Ward => Math.Sqrt(
                    (((ofOther + ofLeft) * toLeft * toLeft) + ((ofOther + ofRight) * toRight * toRight) - (ofOther * between * between))
                    / (ofOther + ofLeft + ofRight)),
            };
        }
    }
}
