using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>Who did what to background jobs.</summary>
public sealed class JobAudit(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private const string Start = "job.";

    /// <summary>Notes a deed that was carried out.</summary>
    /// <param name="action">Such as "paused"; it is kept as "job.paused".</param>
    /// <param name="subject">Id of a job or name of a schedule; null for all jobs.</param>
    /// <param name="detail">A reason or a new setting; null without one.</param>
    public async Task NoteAsync(string actor, string action, string? subject, string? detail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditLog.Add(new AuditRow
        {
            At = clock.GetUtcNow(),
            Actor = actor,
            Action = Start + action,
            Subject = subject,
            Detail = detail is null ? null : JsonSerializer.SerializeToElement(detail, EtrmsJson.Options),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The latest deeds, newest first.</summary>
    public async Task<IReadOnlyList<JobDeedView>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.AuditLog.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.Action.StartsWith(Start))
            .OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new JobDeedView(row.At, row.Actor, row.Action[Start.Length..], row.Subject, row.Detail?.GetString()))];
    }
}
