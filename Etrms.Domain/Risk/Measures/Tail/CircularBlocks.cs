namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// Draws places in blocks with replacement, so that what follows upon each other within a block stays together; after the last place comes the first
/// (circular block bootstrap, Politis and Romano 1992).
/// </summary>
/// <param name="count">Places to draw from.</param>
/// <param name="length">Places of a block.</param>
internal struct CircularBlocks(int count, int length)
{
    private int _drawn;
    private int _at;

    /// <summary>Usual length where nothing is known of how far what happens depends on what was.</summary>
    public static int LengthFor(int count) => Math.Max(1, (int)Math.Round(Math.Sqrt(count)));

    public int Next(ref SplitMix random)
    {
        _at = _drawn % length == 0 ? random.Below(count) : _at + 1 == count ? 0 : _at + 1;
        _drawn++;
        return _at;
    }
}
