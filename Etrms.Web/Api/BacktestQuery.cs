using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Web.Api;

/// <summary>Filters, order and place of the list of backtests, as they stand in the page's address.</summary>
public sealed record BacktestQuery
{
    /// <summary>Part of the name, a symbol, a timeframe or the strategy.</summary>
    public string? Search { get; init; }

    public BacktestType? Type { get; init; }

    public BacktestState? State { get; init; }

    /// <summary>Name of a column, with a minus before it when the largest or newest come first.</summary>
    public string Sort { get; init; } = "-created";

    public int Offset { get; init; }

    public int Limit { get; init; } = 25;

    public bool IsFiltered => Type is not null || State is not null || !string.IsNullOrEmpty(Search);

    internal Dictionary<string, string?> ToDictionary() => new()
    {
        ["search"] = Search,
        ["type"] = Code(Type),
        ["state"] = Code(State),
        ["sort"] = Sort.TrimStart('-').ToUpperInvariant(),
        ["ascending"] = Sort.StartsWith('-') ? "false" : "true",
        ["offset"] = Offset == 0 ? null : Offset.ToString(CultureInfo.InvariantCulture),
        ["limit"] = Limit.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A value as the Api writes it, such as WALK_FORWARD.</summary>
    internal static string? Code<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseUpper.ConvertName(known.ToString()) : null;
}

/// <summary>Filters and place of the history of jobs.</summary>
public sealed record JobQuery
{
    /// <summary>Part of the name or of the error.</summary>
    public string? Search { get; init; }

    public JobKind? Kind { get; init; }

    public JobState? State { get; init; }

    /// <summary>First day, in UTC.</summary>
    public DateOnly? Since { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = 25;

    public bool IsFiltered => Kind is not null || State is not null || Since is not null || !string.IsNullOrEmpty(Search);

    internal Dictionary<string, string?> ToDictionary() => new()
    {
        ["search"] = Search,
        ["kind"] = BacktestQuery.Code(Kind),
        ["state"] = BacktestQuery.Code(State),
        ["since"] = Since?.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture),
        ["offset"] = Offset == 0 ? null : Offset.ToString(CultureInfo.InvariantCulture),
        ["limit"] = Limit.ToString(CultureInfo.InvariantCulture),
    };
}
