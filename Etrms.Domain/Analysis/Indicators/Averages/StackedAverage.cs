namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Where the averages of an average begin.</summary>
public enum StackSeed
{
    /// <summary>Each at the mean of its first inputs, known one after the other (TA-Lib).</summary>
    Mean,

    /// <summary>All at the same bar, each at the mean of the first closes (Stock.Indicators).</summary>
    Together,
}

/// <summary>
/// Double and triple exponential averages of Mulloy (1994): DEMA = 2 e1 - e2, TEMA = 3 e1 - 3 e2 + e3, where each e is the average of the one before.
/// </summary>
public sealed class StackedAverage : ValueIndicator
{
    private readonly int _period;
    private readonly StackSeed _seed;
    private readonly double _share;
    private readonly double[] _sums;
    private readonly int[] _counts;

    /// <param name="depth">2 for DEMA, 3 for TEMA.</param>
    public StackedAverage(int period, int depth, StackSeed seed = StackSeed.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(depth is 2 or 3, true, nameof(depth));
        (_period, _seed, _share) = (period, seed, 2.0 / (period + 1));
        (_sums, _counts) = (new double[depth], new int[depth]);
    }

    public override double? Next(double value)
    {
        for (var level = 0; level < _sums.Length; level++)
        {
            if (Add(level, value) is not { } average)
            {
                return null;
            }

            value = average;
        }

        return _sums.Length == 2 ? (2 * _sums[0]) - _sums[1] : (3 * _sums[0]) - (3 * _sums[1]) + _sums[2];
    }

    private double? Add(int level, double value)
    {
        if (_counts[level] == _period)
        {
            return _sums[level] += _share * (value - _sums[level]);
        }

        if (level > 0 && _seed == StackSeed.Together)
        {
            (_sums[level], _counts[level]) = (value, _period);
            return value;
        }

        _sums[level] += value;
        return ++_counts[level] == _period ? _sums[level] /= _period : null;
    }
}
