using System.Diagnostics;

namespace Etrms.Exchanges;

/// <summary>How a venue call ended. Unknown is asked about, never resent blindly.</summary>
public abstract record ExchangeOutcome<T>
{
    private ExchangeOutcome()
    {
    }

    /// <summary>The same end with another value.</summary>
    public ExchangeOutcome<TOther> Select<TOther>(Func<T, TOther> selector) =>
        Then(value => new ExchangeOutcome<TOther>.Accepted(selector(value)));

    /// <summary>Goes on with what was accepted; any other end stays.</summary>
    public ExchangeOutcome<TOther> Then<TOther>(Func<T, ExchangeOutcome<TOther>> next) => this switch
    {
        Accepted accepted => next(accepted.Value),
        Rejected rejected => new ExchangeOutcome<TOther>.Rejected(rejected.Rejection),
        Unknown unknown => new ExchangeOutcome<TOther>.Unknown(unknown.Reason),
        _ => throw new UnreachableException(),
    };

    /// <summary>The same with another call.</summary>
    public async Task<ExchangeOutcome<TOther>> ThenAsync<TOther>(Func<T, Task<ExchangeOutcome<TOther>>> next) =>
        this is Accepted accepted ? await next(accepted.Value) : Then<TOther>(static _ => throw new UnreachableException());

    /// <summary>Lets several outcomes be put together in a query expression; the first that was not accepted is the result.</summary>
    public ExchangeOutcome<TResult> SelectMany<TOther, TResult>(Func<T, ExchangeOutcome<TOther>> next, Func<T, TOther, TResult> join) =>
        Then(value => next(value).Select(other => join(value, other)));

    /// <summary>One line for a log or a person.</summary>
    public string Describe() => this switch
    {
        Accepted => "accepted",
        Rejected rejected => $"rejected ({rejected.Rejection.Class}, code {rejected.Rejection.Code}): {rejected.Rejection.Message}",
        Unknown unknown => $"unknown: {unknown.Reason}",
        _ => throw new UnreachableException(),
    };

    /// <summary>For public readings, where anything but the value is a failure.</summary>
    internal T OrThrow(string what) =>
        this is Accepted accepted ? accepted.Value : throw new ExchangeCallException($"{what} could not be read: {Describe()}");

    public sealed record Accepted(T Value) : ExchangeOutcome<T>;

    public sealed record Rejected(ExchangeRejection Rejection) : ExchangeOutcome<T>;

    /// <summary>The request may have been carried out.</summary>
    public sealed record Unknown(string Reason) : ExchangeOutcome<T>;
}

/// <summary>What to do about a refusal (RISK 4.8).</summary>
public enum RejectionClass
{
    /// <summary>Nothing happened; try again after a pause.</summary>
    Retry,

    /// <summary>Too many requests; wait for RetryAfter.</summary>
    Throttled,

    /// <summary>Recompute from the live position and send a new order.</summary>
    Fixable,

    /// <summary>Key, permission or account: a person must act.</summary>
    Fatal,
}

/// <param name="Code">The venue's code, such as -2022; 0 when it gave none.</param>
public sealed record ExchangeRejection(int Code, string Message, RejectionClass Class, TimeSpan? RetryAfter = null)
{
    /// <summary>The order's value or quantity lies below what the venue takes.</summary>
    public bool IsTooSmall { get; init; }
}
