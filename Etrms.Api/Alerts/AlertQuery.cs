using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Alerts;

/// <summary>The query of the alert list; empty texts count as absent.</summary>
internal sealed class AlertQuery
{
    public string? Severity { get; init; }

    public bool? Unacknowledged { get; init; }

    public Guid? Breaker { get; init; }

    public int? Limit { get; init; }

    public string? Cursor { get; init; }

    private AlertSeverity? Wanted =>
        Enum.TryParse<AlertSeverity>(Severity, ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null;

    public ProblemHttpResult? Problem() => this switch
    {
        { Severity: { Length: > 0 }, Wanted: null } => Problems.Invalid("severity", "Must be one of CRITICAL, INFO, WARNING."),
        { Cursor: { Length: > 0 } cursor } when AlertCursor.Parse(cursor) is null => Problems.Invalid("cursor", "Is not a cursor of this list."),
        _ => Paging.Check(Limit),
    };

    public IQueryable<AlertRow> Matching(IQueryable<AlertRow> rows)
    {
        if (Wanted is { } severity)
        {
            rows = rows.Where(row => row.Severity == severity);
        }

        if (Breaker is { } breaker)
        {
            rows = rows.Where(row => row.BreakerId == breaker);
        }

        return Unacknowledged == true ? rows.Where(row => row.AcknowledgedAt == null) : rows;
    }

    /// <summary>The rows behind the cursor.</summary>
    public IQueryable<AlertRow> From(IQueryable<AlertRow> rows) => AlertCursor.Parse(Cursor) is { } cursor
        ? rows.Where(row => row.RaisedAt < cursor.RaisedAt || (row.RaisedAt == cursor.RaisedAt && row.Id.CompareTo(cursor.Id) < 0))
        : rows;
}

/// <summary>Where a page ended: time, and id among alerts of one instant.</summary>
internal sealed record AlertCursor(DateTimeOffset RaisedAt, Guid Id)
{
    public static AlertCursor Of(AlertRow row) => new(row.RaisedAt, row.Id);

    public static AlertCursor? Parse(string? text) =>
        text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTimeOffset.MaxValue.UtcTicks
        && Guid.TryParseExact(id, "N", out var guid)
            ? new AlertCursor(new DateTimeOffset(time, TimeSpan.Zero), guid)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RaisedAt.UtcTicks}.{Id:N}");
}
