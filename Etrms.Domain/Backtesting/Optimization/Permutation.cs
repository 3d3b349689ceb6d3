using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>
/// A shuffled order of 0 to n - 1 that needs no memory: place k of it can be asked for alone. A Feistel network over the next even number of bits,
/// walked on until it falls inside (Black and Rogaway 2002).
/// </summary>
internal readonly struct Permutation
{
    private const int Rounds = 4;

    private readonly long _count;
    private readonly ulong _seed;
    private readonly int _half;

    public Permutation(long count, ulong seed)
    {
        (_count, _seed, _half) = (count, seed, 1);
        while (1L << (2 * _half) < count)
        {
            _half++;
        }
    }

    public long this[long place]
    {
        get
        {
            var at = Round(place);
            while (at >= _count)
            {
                at = Round(at);
            }

            return at;
        }
    }

    private long Round(long value)
    {
        var mask = (1L << _half) - 1;
        var (left, right) = (value >> _half, value & mask);
        for (var round = 0; round < Rounds; round++)
        {
            var mixed = unchecked((long)SplitMix.SeedOf(_seed + (ulong)round, right)) & mask;
            (left, right) = (right, left ^ mixed);
        }

        return (left << _half) | right;
    }
}
