namespace Etrms.Domain.Risk;

/// <summary>A measured number, or the reason why there is none. Unknown is neither zero nor false.</summary>
public readonly record struct Reading
{
    private readonly decimal _value;
    private readonly string? _reason;

    private Reading(decimal value, string? reason)
    {
        _value = value;
        _reason = reason;
    }

    public bool IsKnown => _reason is null;

    /// <summary>The number; null when unknown.</summary>
    public decimal? Value => _reason is null ? _value : null;

    /// <summary>Why it is unknown; null when known.</summary>
    public string? Reason => _reason;

    public static Reading Known(decimal value) => new(value, null);

    public static Reading Unknown(string reason) => new(0, reason);

    public override string ToString() => _reason is null ? _value.ToString() : $"unknown: {_reason}";
}
