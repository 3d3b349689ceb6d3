namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>The few largest losses of a series, found without sorting the rest.</summary>
internal static class LargestLosses
{
    /// <summary>How many of the largest a quantile of type 7 needs.</summary>
    public static int CountFor(int losses, double probability) => losses - (int)Math.Floor((losses - 1) * probability);

    /// <summary>The largest losses, ascending; profits have the other sign. Keeps a heap whose root is the smallest of them.</summary>
    /// <param name="profits">Losses negative.</param>
    /// <param name="count">How many, at most all.</param>
    /// <param name="room">At least so many; the answer stands in it.</param>
    public static Span<double> Find(ReadOnlySpan<double> profits, int count, Span<double> room)
    {
        var heap = room[..count];
        for (var i = 0; i < count; i++)
        {
            heap[i] = -profits[i];
        }

        for (var i = (count / 2) - 1; i >= 0; i--)
        {
            Sink(heap, i);
        }

        foreach (var profit in profits[count..])
        {
            if (-profit > heap[0])
            {
                heap[0] = -profit;
                Sink(heap, 0);
            }
        }

        heap.Sort();
        return heap;
    }

    /// <summary>The quantile (type 7) from the largest losses that <see cref="CountFor"/> named.</summary>
    public static double Quantile(ReadOnlySpan<double> largest, int losses, double probability)
    {
        var position = (losses - 1) * probability;
        var share = position - Math.Floor(position);
        return largest.Length == 1 ? largest[0] : largest[0] + (share * (largest[1] - largest[0]));
    }

    private static void Sink(Span<double> heap, int at)
    {
        while ((2 * at) + 1 is var child && child < heap.Length)
        {
            child += child + 1 < heap.Length && heap[child + 1] < heap[child] ? 1 : 0;
            if (heap[at] <= heap[child])
            {
                return;
            }

            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }
}
