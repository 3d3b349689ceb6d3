using System.Globalization;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Api;

/// <summary>Filters of the breaker history, as they stand in the page's address.</summary>
public sealed record BreakerEventQuery
{
    public Guid? Breaker { get; init; }

    /// <summary>"triggered", "resolved" or "error".</summary>
    public string? Group { get; init; }

    /// <summary>One kind alone; more telling than the group.</summary>
    public BreakerEventKind? Kind { get; init; }

    public string? Symbol { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 25;

    public bool IsFiltered => Breaker is not null || Kind is not null || From is not null || To is not null || !string.IsNullOrEmpty(Group) || !string.IsNullOrEmpty(Symbol);

    /// <summary>Days become instants in UTC; the last day is included.</summary>
    internal Dictionary<string, string?> ToDictionary() => new()
    {
        ["breaker"] = Breaker?.ToString(),
        ["group"] = Group,
        ["kind"] = Kind?.ToString(),
        ["symbol"] = Symbol,
        ["from"] = From?.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture),
        ["to"] = To?.AddDays(1).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture),
        ["cursor"] = Cursor,
        ["limit"] = Limit.ToString(CultureInfo.InvariantCulture),
    };
}
