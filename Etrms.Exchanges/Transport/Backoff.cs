namespace Etrms.Exchanges.Transport;

/// <summary>Exponential pauses with full jitter, so that clients which lost a venue together do not come back together.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);
    private const int LastDoubling = 5;

    /// <param name="failures">Failures in a row so far, from 0.</param>
    public static TimeSpan After(int failures)
    {
        var ceiling = First * (1 << Math.Min(failures, LastDoubling));
        return Random.Shared.NextDouble() * (ceiling < Longest ? ceiling : Longest);
    }
}
