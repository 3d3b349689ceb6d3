using Etrms.Venue.Binance;

namespace Etrms.Venue.Faults;

/// <summary>One fault on its way through one request.</summary>
internal sealed class RequestFault(FaultRule rule, TimeProvider clock)
{
    private const decimal ScriptedMinimum = 100;

    /// <summary>The answer when the request is not carried out.</summary>
    public BinanceError? Refusal => RefusalError is null ? null : Error();

    /// <summary>The answer that hides the true one of a request that was carried out.</summary>
    public BinanceError? Disguise => DisguiseError is null ? null : Error();

    /// <summary>What to answer instead of carrying the request out, for protocols with words of their own.</summary>
    public FaultError? RefusalError => rule is { Kind: FaultKind.Refuse, Executes: false } ? rule.Error : null;

    public FaultError? DisguiseError => rule is { Kind: FaultKind.Refuse, Executes: true } ? rule.Error : null;

    /// <summary>A list is answered with nothing in it.</summary>
    public bool IsEmpty => rule.Kind == FaultKind.Empty;

    /// <summary>How far behind the answer of a read is.</summary>
    public TimeSpan Lag => rule.Kind == FaultKind.Stale ? TimeSpan.FromMilliseconds(rule.DelayMs) : TimeSpan.Zero;

    /// <returns>False when the request is not to be carried out and its connection to be cut.</returns>
    public async Task<bool> PassBeforeAsync(CancellationToken gone)
    {
        if (rule.Kind == FaultKind.Delay)
        {
            // On the wire it is out of its sender's hands: it arrives, also when the sender has died or given up.
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), clock, CancellationToken.None);
        }

        return rule.Kind != FaultKind.TimeoutBefore || await HoldAsync(gone);
    }

    /// <returns>False when the connection is to be cut instead of being answered.</returns>
    public async Task<bool> PassAfterAsync(CancellationToken gone) => rule.Kind != FaultKind.TimeoutAfter || await HoldAsync(gone);

    private async Task<bool> HoldAsync(CancellationToken gone)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rule.HoldMs), clock, gone);
        }
        catch (OperationCanceledException)
        {
            // The client gave up first, which is what a time-out looks like.
        }

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
            FaultError.DuplicateClientId => BinanceErrors.DuplicateClientId,
            FaultError.OrderTooSmall => BinanceErrors.NotionalBelow(ScriptedMinimum),
            FaultError.BadApiKey => BinanceErrors.BadApiKey,
            null => throw new InvalidOperationException("A refusing fault names its error."),
        };
        return rule.RetryAfterSeconds > 0 ? error with { RetryAfter = rule.RetryAfterSeconds } : error;
    }
}
