using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>What jobs say of themselves, for the console; kept apart from the process's own log.</summary>
public sealed class JobLog(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    public const string Information = "information";
    public const string Warning = "warning";
    public const string Error = "error";

    private const int LongestText = 4000;

    public async Task WriteAsync(Guid jobId, string level, string node, string text, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.JobLog.Add(new JobLogRow
        {
            JobId = jobId,
            At = clock.GetUtcNow(),
            Level = level,
            Node = node,
            Text = text.Length <= LongestText ? text : text[..LongestText],
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Lines after a number, oldest first.</summary>
    public async Task<JobLogView> ReadAsync(Guid jobId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = await db.JobLog.AsNoTracking().Where(row => row.JobId == jobId && row.Seq > after).OrderBy(row => row.Seq).Take(limit)
            .Select(row => new JobLogLineView(row.Seq, row.At, row.Level, row.Node, row.Text)).ToListAsync(cancellationToken);
        return new JobLogView(lines, lines is [.., var last] ? last.Seq : after);
    }

    /// <summary>Forgets what is older than an instant; returns how many lines.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobLog.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
    }
}
