namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Chance with a seed (SplitMix64): the same draws on every machine and in every version of the framework.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 to one below the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>A whole number of thousandths between two bounds.</summary>
    public decimal Between(decimal low, decimal high) => low + (Below((int)((high - low) * 1_000) + 1) / 1_000m);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public TimeSpan Seconds(int most) => TimeSpan.FromSeconds(Below(most + 1));
}
