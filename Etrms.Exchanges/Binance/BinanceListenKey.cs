namespace Etrms.Exchanges.Binance;

/// <summary>
/// The key of the user stream: valid for an hour, one per account. It is never deleted here, because that would cut off every other
/// program of the same account.
/// </summary>
internal sealed class BinanceListenKey(BinanceRest rest)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>The running key or a new one.</summary>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/listenKey", weight: 1) with { Auth = BinanceAuth.Key };
        var outcome = await rest.CallAsync(call, BinanceJson.Default.ListenKeyMessage, cancellationToken);
        return outcome.OrThrow("The key of the user stream").ListenKey
            ?? throw new ExchangeCallException("The venue gave no key for the user stream.");
    }

    /// <summary>Ends when the venue no longer knows the key.</summary>
    public async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        for (var pause = Period; ;)
        {
            await Task.Delay(pause, rest.Network.Time, cancellationToken);
            var call = new BinanceCall(HttpMethod.Put, "/fapi/v1/listenKey", Weight: 1) { Auth = BinanceAuth.Key };
            var outcome = await rest.CallAsync(call, BinanceJson.Default.ListenKeyMessage, cancellationToken);
            if (outcome is ExchangeOutcome<ListenKeyMessage>.Rejected { Rejection.Code: BinanceFailures.NoListenKey })
            {
                return;
            }

            pause = outcome is ExchangeOutcome<ListenKeyMessage>.Accepted ? Period : AfterFailure;
        }
    }
}
