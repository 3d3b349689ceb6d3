namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>Nonces of one signer: the time in milliseconds, and one more than the last where two fall into the same one.</summary>
internal sealed class NonceSource
{
    private long _last;

    public long Next(DateTimeOffset now)
    {
        var wanted = now.ToUnixTimeMilliseconds();
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(wanted, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
