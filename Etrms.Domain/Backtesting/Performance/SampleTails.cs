using System.Buffers;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>The two ends of a sample: the same order statistics as of the whole sample sorted, while hardly more than the lower end is sorted.</summary>
internal readonly struct SampleTails
{
    /// <summary>Samples up to this size are looked through as a whole.</summary>
    private const int Small = 2_048;

    /// <summary>Values that are drawn to guess where a tail begins.</summary>
    private const int Draws = 256;

    private readonly double[] _low;

    private SampleTails(double[] low, double lowQuantile, double highQuantile) => (_low, LowQuantile, HighQuantile) = (low, lowQuantile, highQuantile);

    /// <summary>Type 7 quantile of the whole sample at the share.</summary>
    public double LowQuantile { get; }

    /// <summary>The same at 1 - share.</summary>
    public double HighQuantile { get; }

    /// <param name="values">Not empty.</param>
    /// <param name="share">Share of the sample beyond each quantile, up to a half.</param>
    public static SampleTails Of(ReadOnlySpan<double> values, double share)
    {
        var scratch = ArrayPool<double>.Shared.Rent(values.Length * 2);
        var lows = scratch.AsSpan(0, values.Length);
        var highs = scratch.AsSpan(values.Length, values.Length);
        var (low, high) = values.Length > Small ? Gather(values, share, lows, highs) : (0, 0);
        if (low == 0)
        {
            values.CopyTo(lows);
            values.CopyTo(highs);
            (low, high) = (values.Length, values.Length);
        }

        var tails = Of(lows[..low], highs[..high], values.Length, share);
        ArrayPool<double>.Shared.Return(scratch);
        return tails;
    }

    /// <summary>Mean of a number of smallest values, up to those at or below the low quantile.</summary>
    public double MeanOfLowest(int count)
    {
        var sum = 0.0;
        foreach (var value in _low.AsSpan(0, count))
        {
            sum += value;
        }

        return sum / count;
    }

    /// <summary>How many values are at or below the low quantile, at least one.</summary>
    public int CountOfLowest()
    {
        var count = 0;
        while (count < _low.Length && _low[count] <= LowQuantile)
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    /// <param name="lows">The smallest values in any order, enough of them.</param>
    /// <param name="highs">The largest ones.</param>
    /// <param name="count">Values of the sample.</param>
    /// <param name="share">Share of the sample beyond each quantile.</param>
    private static SampleTails Of(Span<double> lows, Span<double> highs, int count, double share)
    {
        var position = (count - 1) * share;
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, count - 1);
        Ranks.Place(lows, above);
        lows[..(above + 1)].Sort();
        var low = lows[below] + ((position - below) * (lows[above] - lows[below]));

        position = (count - 1) * (1 - share);
        below = (int)Math.Floor(position);
        var rank = below - (count - highs.Length);
        Ranks.Place(highs, rank);
        var next = below + 1 < count ? Ranks.Smallest(highs[(rank + 1)..]) : highs[rank];
        var high = highs[rank] + ((position - below) * (next - highs[rank]));
        return new SampleTails(lows[..Ranks.GatherEqual(lows, above)].ToArray(), low, high);
    }

    /// <summary>Copies the values of both tails; none when the guess was too narrow.</summary>
    private static (int Low, int High) Gather(ReadOnlySpan<double> values, double share, Span<double> lows, Span<double> highs)
    {
        var needed = (int)((values.Length - 1) * share) + 2;
        var drawn = Draw(values);

        // Nearly twice the share: so the guess is hardly ever too narrow.
        var margin = Math.Min(Draws / 2, (int)(Draws * share * 1.8) + 1);
        var (lowest, highest) = (drawn[margin], drawn[^(margin + 1)]);
        var (low, high) = (0, 0);
        foreach (var value in values)
        {
            // Without a branch per value, whose outcome nobody could foretell. What is no number belongs to both.
            lows[low] = value;
            highs[high] = value;
            low += value > lowest ? 0 : 1;
            high += value < highest ? 0 : 1;
        }

        return low >= needed && high >= needed ? (low, high) : (0, 0);
    }

    private static double[] Draw(ReadOnlySpan<double> values)
    {
        var drawn = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            drawn[i] = values[(int)((long)i * values.Length / Draws)];
        }

        Array.Sort(drawn);
        return drawn;
    }
}
