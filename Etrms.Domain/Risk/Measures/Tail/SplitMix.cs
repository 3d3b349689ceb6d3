namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed on every machine and in every version.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A whole number from 0 and below a bound; the bias of the multiplication is below one in 2^32.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>From 0, included, to 1, excluded, in steps of 2^-53.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The seed of one of many tasks, so that its numbers do not depend on which thread works it off, or when.</summary>
    public static ulong SeedOf(ulong seed, long task) => new SplitMix(unchecked(seed ^ (((ulong)task + 1) * 0xD1342543DE82EF95))).Next();

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
