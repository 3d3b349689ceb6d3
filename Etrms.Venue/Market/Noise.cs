namespace Etrms.Venue.Market;

/// <summary>
/// Seeded pseudo-random numbers (SplitMix64). A stream is named by its key, so a bar's path is the same whether the replay ran, jumped or
/// restarted there.
/// </summary>
internal struct Noise
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    private Noise(ulong state) => _state = state;

    public static Noise For(int seed, string symbol, long key)
    {
        unchecked
        {
            // FNV-1a: string.GetHashCode differs from process to process.
            var hash = 14695981039346656037UL;
            foreach (var letter in symbol)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            var noise = new Noise(hash ^ ((ulong)(uint)seed * Step) ^ ((ulong)key * 0xD1B54A32D192ED03UL));
            noise.Next();
            return noise;
        }
    }

    public ulong Next()
    {
        unchecked
        {
            _state += Step;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>In [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int bound) => (int)(Uniform() * bound);

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Student's t with the given degrees of freedom, scaled to variance 1.</summary>
    public double FatTailed(int degrees)
    {
        var squares = 0.0;
        for (var i = 0; i < degrees; i++)
        {
            var normal = Normal();
            squares += normal * normal;
        }

        return Normal() / Math.Sqrt(squares / degrees) * Math.Sqrt((degrees - 2.0) / degrees);
    }
}
