using System.ComponentModel.DataAnnotations;

namespace Etrms.Venue.Faults;

/// <summary>What goes wrong on purpose.</summary>
public enum FaultKind
{
    /// <summary>Frame: never sent.</summary>
    Drop,

    /// <summary>Frame: sent twice.</summary>
    Duplicate,

    /// <summary>Request or frame: DelayMs later.</summary>
    Delay,

    /// <summary>Frame: sent after the next one of its stream.</summary>
    Reorder,

    /// <summary>Request: not carried out; the connection is held for HoldMs and cut.</summary>
    TimeoutBefore,

    /// <summary>Request: carried out; the connection is held for HoldMs and cut without an answer.</summary>
    TimeoutAfter,

    /// <summary>Request: answered with Error; carried out first when Executes is set.</summary>
    Refuse,

    /// <summary>Request that reads a conditional order: answered as it stood DelayMs ago.</summary>
    Stale,

    /// <summary>Request that reads a list: answered with none, as a venue does whose own read failed.</summary>
    Empty,

    /// <summary>Conditional order that was placed on Binance's side by the path: taken away by the venue itself once it has rested for DelayMs.</summary>
    Withdraw,
}

/// <summary>The refusals that can be scripted.</summary>
public enum FaultError
{
    TooManyRequests,
    Banned,
    ExecutionUnknown,
    Unavailable,
    InternalError,
    Throttled,
    BackendTimeout,
    DuplicateClientId,
    OrderTooSmall,

    /// <summary>The key lost a permission, or its address left the list.</summary>
    BadApiKey,
}

/// <summary>A scripted fault. It matches requests by method and path or frames by stream name; * and ? stand for anything.</summary>
public sealed record FaultRule : IValidatableObject
{
    public required FaultKind Kind { get; init; }

    /// <summary>HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Path of the request, such as /fapi/v1/order.</summary>
    public string? Path { get; init; }

    /// <summary>Stream of the frame, such as btcusdt@markPrice@1s, or userData@ORDER_TRADE_UPDATE for account events.</summary>
    public string? Stream { get; init; }

    /// <summary>How often it strikes; null until it is cleared.</summary>
    [Range(1, int.MaxValue)]
    public int? Count { get; init; } = 1;

    [Range(0, 600_000)]
    public int DelayMs { get; init; }

    [Range(0, 600_000)]
    public int HoldMs { get; init; }

    public FaultError? Error { get; init; }

    [Range(0, 259_200)]
    public int RetryAfterSeconds { get; init; }

    /// <summary>The request is carried out although it is refused.</summary>
    public bool Executes { get; init; }

    private bool IsForRequests => Kind is FaultKind.TimeoutBefore or FaultKind.TimeoutAfter or FaultKind.Refuse or FaultKind.Stale or FaultKind.Empty
        or FaultKind.Withdraw;

    private bool IsForFrames => Kind is FaultKind.Drop or FaultKind.Duplicate or FaultKind.Reorder;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Path is null == Stream is null)
        {
            yield return new ValidationResult("Name either a path or a stream.", ["path", "stream"]);
        }

        if (IsForRequests && Path is null)
        {
            yield return new ValidationResult("This kind strikes requests: name a path.", ["path"]);
        }

        if (IsForFrames && Stream is null)
        {
            yield return new ValidationResult("This kind strikes frames: name a stream.", ["stream"]);
        }

        if (Kind == FaultKind.Refuse && Error is null)
        {
            yield return new ValidationResult("Say which error to answer.", ["error"]);
        }
    }
}
