namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// Actions that the venue allows an address: some to begin with and one for each USDC traded. The last of them are kept for protective
/// actions, which also go on when none is left: the venue still takes one every ten seconds, and more cancels.
/// </summary>
internal sealed class AddressBudget
{
    private const long Reserve = 500;

    /// <summary>How often an exhausted address is served.</summary>
    public static readonly TimeSpan ExhaustedPause = TimeSpan.FromSeconds(10);

    /// <summary>Unknown counts as plenty until the venue has told.</summary>
    private long _left = long.MaxValue;

    public bool Admits(int actions, bool isProtective) => isProtective || Interlocked.Read(ref _left) - actions >= Reserve;

    public void Spend(int actions)
    {
        if (Interlocked.Read(ref _left) != long.MaxValue)
        {
            Interlocked.Add(ref _left, -actions);
        }
    }

    public void Exhaust() => Interlocked.Exchange(ref _left, 0);

    public void Observe(RateLimitMessage told) =>
        Interlocked.Exchange(ref _left, told.NRequestsCap + (told.NRequestsSurplus ?? 0) - told.NRequestsUsed);
}
