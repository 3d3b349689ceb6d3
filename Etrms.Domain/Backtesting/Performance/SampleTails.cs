using System.Buffers;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>The two ends of a sample, each ascending. The same order statistics as of the whole sample sorted, without sorting its middle.</summary>
internal readonly struct SampleTails
{
    /// <summary>Samples up to this size are sorted as a whole.</summary>
    private const int Small = 2_048;

    /// <summary>Values that are drawn to guess where a tail begins.</summary>
    private const int Draws = 256;

    private readonly double[] _low;
    private readonly double[] _high;
    private readonly int _count;

    private SampleTails(double[] low, double[] high, int count) => (_low, _high, _count) = (low, high, count);

    /// <param name="values">Not empty.</param>
    /// <param name="share">Share of the sample that each tail holds at least, up to a half.</param>
    public static SampleTails Of(ReadOnlySpan<double> values, double share)
    {
        if (values.Length > Small)
        {
            var scratch = ArrayPool<double>.Shared.Rent(values.Length);
            var tails = Gather(values, share, scratch);
            ArrayPool<double>.Shared.Return(scratch);
            if (tails is { } found)
            {
                return found;
            }
        }

        var sorted = Quantiles.Sorted(values);
        return new SampleTails(sorted, sorted, values.Length);
    }

    /// <summary>Type 7 quantile of the whole sample; the probability must lie in a tail.</summary>
    public double Quantile(double probability)
    {
        var position = (_count - 1) * probability;
        var below = (int)Math.Floor(position);
        var (tail, from) = below + 1 < _low.Length || _low.Length == _count ? (_low, 0) : (_high, _count - _high.Length);
        var value = tail[below - from];
        return value + ((position - below) * (tail[Math.Min(below + 1, _count - 1) - from] - value));
    }

    /// <summary>Mean of a number of smallest values.</summary>
    public double MeanOfLowest(int count)
    {
        var sum = 0.0;
        foreach (var value in _low.AsSpan(0, count))
        {
            sum += value;
        }

        return sum / count;
    }

    /// <summary>How many values of the low tail are at or below a level, at least one.</summary>
    public int CountUpTo(double level)
    {
        var count = 0;
        while (count < _low.Length && _low[count] <= level)
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    /// <summary>Null when the guess was too narrow.</summary>
    private static SampleTails? Gather(ReadOnlySpan<double> values, double share, double[] scratch)
    {
        var needed = (int)((values.Length - 1) * share) + 2;
        var drawn = Draw(values);

        // Nearly twice the share: so the guess is hardly ever too narrow.
        var margin = Math.Min(Draws / 2, (int)(Draws * share * 1.8) + 1);
        var lows = CopyUpTo(values, drawn[margin], scratch);
        var low = Sort(scratch.AsSpan(0, lows).ToArray());
        var highs = CopyFrom(values, drawn[^(margin + 1)], scratch);
        return lows >= needed && highs >= needed ? new SampleTails(low, Sort(scratch.AsSpan(0, highs).ToArray()), values.Length) : null;
    }

    private static double[] Draw(ReadOnlySpan<double> values)
    {
        var drawn = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            drawn[i] = values[(int)((long)i * values.Length / Draws)];
        }

        return Sort(drawn);
    }

    /// <summary>
    /// Copies what is at or below a level, and what is no number, which sorts first; without a branch per value, whose outcome nobody could foretell.
    /// </summary>
    private static int CopyUpTo(ReadOnlySpan<double> values, double level, double[] copies)
    {
        var count = 0;
        foreach (var value in values)
        {
            copies[count] = value;
            count += value > level ? 0 : 1;
        }

        return count;
    }

    private static int CopyFrom(ReadOnlySpan<double> values, double level, double[] copies)
    {
        var count = 0;
        foreach (var value in values)
        {
            copies[count] = value;
            count += value < level ? 0 : 1;
        }

        return count;
    }

    private static double[] Sort(double[] values)
    {
        Array.Sort(values);
        return values;
    }
}
