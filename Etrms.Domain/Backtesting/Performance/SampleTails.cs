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
        var (lowest, highest) = values.Length > Small ? Guess(values, share) : (double.PositiveInfinity, double.NegativeInfinity);
        var needed = (int)((values.Length - 1) * share) + 2;
        var scratch = ArrayPool<double>.Shared.Rent(values.Length);
        var (low, quantile) = LowOf(Lows(values, lowest, needed, scratch), values.Length, share);
        var tails = new SampleTails(low, quantile, HighOf(Highs(values, highest, needed, scratch), values.Length, share));
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
    /// <param name="count">Values of the sample.</param>
    /// <param name="share">Share of the sample below the quantile.</param>
    private static (double[] Low, double Quantile) LowOf(Span<double> lows, int count, double share)
    {
        var position = (count - 1) * share;
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, count - 1);
        Ranks.Place(lows, above);
        lows[..(above + 1)].Sort();
        return (lows[..Ranks.GatherEqual(lows, above)].ToArray(), lows[below] + ((position - below) * (lows[above] - lows[below])));
    }

    private static double HighOf(Span<double> highs, int count, double share)
    {
        var position = (count - 1) * (1 - share);
        var below = (int)Math.Floor(position);
        var rank = below - (count - highs.Length);
        Ranks.Place(highs, rank);
        var next = below + 1 < count ? Ranks.Smallest(highs[(rank + 1)..]) : highs[rank];
        return highs[rank] + ((position - below) * (next - highs[rank]));
    }

    /// <summary>Levels beyond which the tails lie, by some values that are drawn.</summary>
    private static (double Lowest, double Highest) Guess(ReadOnlySpan<double> values, double share)
    {
        var drawn = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            drawn[i] = values[(int)((long)i * values.Length / Draws)];
        }

        Array.Sort(drawn);

        // Nearly twice the share: so the guess is hardly ever too narrow.
        var margin = Math.Min(Draws / 2, (int)(Draws * share * 1.8) + 1);
        return (drawn[margin], drawn[^(margin + 1)]);
    }

    /// <summary>
    /// Copies what is at or below a level, and what is no number; all when that is too little. Without a branch per value, whose outcome nobody could
    /// foretell.
    /// </summary>
    private static Span<double> Lows(ReadOnlySpan<double> values, double level, int needed, double[] copies)
    {
        var count = 0;
        foreach (var value in values)
        {
            copies[count] = value;
            count += value > level ? 0 : 1;
        }

        return count >= Math.Min(needed, values.Length) ? copies.AsSpan(0, count) : All(values, copies);
    }

    private static Span<double> Highs(ReadOnlySpan<double> values, double level, int needed, double[] copies)
    {
        var count = 0;
        foreach (var value in values)
        {
            copies[count] = value;
            count += value < level ? 0 : 1;
        }

        return count >= Math.Min(needed, values.Length) ? copies.AsSpan(0, count) : All(values, copies);
    }

    private static Span<double> All(ReadOnlySpan<double> values, double[] copies)
    {
        values.CopyTo(copies);
        return copies.AsSpan(0, values.Length);
    }
}
