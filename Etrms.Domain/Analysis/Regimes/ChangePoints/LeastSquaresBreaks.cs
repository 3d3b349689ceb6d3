using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>The best partition with a number of breaks.</summary>
/// <param name="Breaks">The last value of each segment but the last, counted from 1.</param>
/// <param name="ResidualSum">Sum of squares about the means of the segments.</param>
/// <param name="Bic">Of a mean per segment, a common variance and the places of the breaks.</param>
public sealed record BreakPartition(ImmutableArray<int> Breaks, double ResidualSum, double Bic);

/// <summary>Breaks of the mean by least squares (Bai and Perron 2003): the exact optimum for each number of breaks.</summary>
public static class LeastSquaresBreaks
{
    /// <summary>Partitions with no break, one, and so on, as many as segments of the least length leave room for.</summary>
    /// <param name="trimming">Least length of a segment as a share of the series.</param>
    public static ImmutableArray<BreakPartition> Of(ReadOnlySpan<double> values, double trimming = 0.15)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trimming);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trimming, 0.5);
        var cost = new MeanCost(values);
        var shortest = Math.Max(1, (int)Math.Floor(cost.Count * trimming));
        var most = (int)Math.Ceiling((double)cost.Count / shortest) - 2;
        var table = new BreakTable(cost, shortest);
        var partitions = ImmutableArray.CreateBuilder<BreakPartition>();
        for (var breaks = 0; breaks <= most && (breaks + 1) * shortest <= cost.Count; breaks++)
        {
            var (ends, residual) = table.Next();
            partitions.Add(new BreakPartition(ends, residual, Bic(residual, cost.Count, breaks)));
        }

        return partitions.ToImmutable();
    }

    private static double Bic(double residual, int count, int breaks) =>
        (count * (Math.Log(2 * Math.PI) + 1 - Math.Log(count) + Math.Log(residual))) + (2 * (breaks + 1) * Math.Log(count));

    /// <summary>Least sums of squares up to every end, with one segment more at each step.</summary>
    private sealed class BreakTable(MeanCost cost, int shortest)
    {
        private readonly List<int[]> _origins = [];
        private double[]? _least;

        /// <summary>The best partition with one segment more than before.</summary>
        public (ImmutableArray<int> Ends, double Residual) Next()
        {
            var (least, origins) = (new double[cost.Count + 1], new int[cost.Count + 1]);
            Array.Fill(least, double.PositiveInfinity);
            for (var end = (_origins.Count + 1) * shortest; end <= cost.Count; end++)
            {
                (least[end], origins[end]) = _least is null ? (cost.Of(0, end), 0) : Best(_least, end);
            }

            _origins.Add(origins);
            _least = least;
            return (Traced(), least[cost.Count]);
        }

        private (double Least, int Origin) Best(double[] former, int end)
        {
            var (least, origin) = (double.PositiveInfinity, 0);
            for (var start = _origins.Count * shortest; start <= end - shortest; start++)
            {
                var total = former[start] + cost.Of(start, end);
                (least, origin) = total < least ? (total, start) : (least, origin);
            }

            return (least, origin);
        }

        private ImmutableArray<int> Traced()
        {
            var ends = new Stack<int>();
            var end = cost.Count;
            for (var segment = _origins.Count - 1; segment > 0; segment--)
            {
                end = _origins[segment][end];
                ends.Push(end);
            }

            return [.. ends];
        }
    }
}
