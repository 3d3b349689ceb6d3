namespace Etrms.Exchanges;

/// <summary>How a venue call ended. Unknown is asked about, never resent blindly.</summary>
public abstract record ExchangeOutcome<T>
{
    private ExchangeOutcome()
    {
    }

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
public sealed record ExchangeRejection(int Code, string Message, RejectionClass Class, TimeSpan? RetryAfter = null);
