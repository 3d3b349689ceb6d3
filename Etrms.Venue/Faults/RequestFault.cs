using Etrms.Venue.Binance;

namespace Etrms.Venue.Faults;

/// <summary>One fault on its way through one request.</summary>
internal sealed class RequestFault(FaultRule rule, TimeProvider clock)
{
    /// <summary>The answer when the request is not carried out.</summary>
    public BinanceError? Refusal => rule is { Kind: FaultKind.Refuse, Executes: false } ? Error() : null;

    /// <summary>The answer that hides the true one of a request that was carried out.</summary>
    public BinanceError? Disguise => rule is { Kind: FaultKind.Refuse, Executes: true } ? Error() : null;

    /// <returns>False when the connection was cut instead of going on.</returns>
    public async Task<bool> PassBeforeAsync(HttpContext http)
    {
        if (rule.Kind == FaultKind.Delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), clock, http.RequestAborted);
        }

        return rule.Kind != FaultKind.TimeoutBefore || await CutAsync(http);
    }

    /// <returns>False when the connection was cut instead of being answered.</returns>
    public async Task<bool> PassAfterAsync(HttpContext http) => rule.Kind != FaultKind.TimeoutAfter || await CutAsync(http);

    private async Task<bool> CutAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.HoldMs), clock, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client gave up first, which is what a time-out looks like.
            return false;
        }

        http.Abort();
        return false;
    }

    private BinanceError Error()
    {
        var error = rule.Error switch
        {
            FaultError.TooManyRequests => BinanceErrors.TooManyRequests,
            FaultError.Banned => BinanceErrors.Banned,
            FaultError.ExecutionUnknown => BinanceErrors.ExecutionUnknown,
            FaultError.Unavailable => BinanceErrors.Unavailable,
            FaultError.InternalError => BinanceErrors.InternalError,
            FaultError.Throttled => BinanceErrors.Throttled,
            FaultError.BackendTimeout => BinanceErrors.BackendTimeout,
            null => throw new InvalidOperationException("A refusing fault names its error."),
        };
        return rule.RetryAfterSeconds > 0 ? error with { RetryAfter = rule.RetryAfterSeconds } : error;
    }
}
