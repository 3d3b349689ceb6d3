using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>Every combination of the values of some parameters, numbered; the last parameter changes first.</summary>
public sealed class ParameterGrid(ImmutableArray<ParameterRange> ranges)
{
    /// <summary>Counting stops here: nobody waits for that many.</summary>
    public const long Most = 1_000_000_000_000_000;

    public ImmutableArray<ParameterRange> Ranges => ranges;

    /// <summary>How many combinations, at most <see cref="Most"/>.</summary>
    public long Count { get; } = CountOf(ranges);

    /// <summary>The values of a combination, in the order of the ranges.</summary>
    public decimal[] this[long number]
    {
        get
        {
            var values = new decimal[ranges.Length];
            for (var i = ranges.Length - 1; i >= 0; i--)
            {
                values[i] = ranges[i][number % ranges[i].Count];
                number /= ranges[i].Count;
            }

            return values;
        }
    }

    /// <summary>The number of a combination, from the index of each of its values.</summary>
    public long NumberOf(ReadOnlySpan<long> indices)
    {
        var number = 0L;
        for (var i = 0; i < ranges.Length; i++)
        {
            number = (number * ranges[i].Count) + indices[i];
        }

        return number;
    }

    private static long CountOf(ImmutableArray<ParameterRange> ranges)
    {
        var count = 1L;
        foreach (var range in ranges)
        {
            if (range.Count == 0)
            {
                return 0;
            }

            count = count > Most / range.Count ? Most : count * range.Count;
        }

        return count;
    }
}
