using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Api;

/// <summary>Who did what; saved together with the change itself.</summary>
internal static class Audit
{
    public static void Record(
        this EtrmsDbContext database, DateTimeOffset at, string actor, string action, string? subject, object? detail = null) =>
        database.AuditLog.Add(new AuditRow
        {
            At = at,
            Actor = actor,
            Action = action,
            Subject = subject,
            Detail = detail is null ? null : JsonSerializer.SerializeToElement(detail, EtrmsJson.Options),
        });
}
