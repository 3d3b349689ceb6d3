using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>Takes away what jobs left behind. Jobs themselves, results and trials stay.</summary>
public sealed class JobCleaning(JobLog log, IDbContextFactory<EtrmsDbContext> contexts)
{
    /// <summary>What was forgotten, in words.</summary>
    public async Task<string> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var lines = await log.ForgetAsync(before, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pieces = await db.JobPieceResults
            .Where(row => db.Jobs.Any(job => job.Id == row.JobId && (job.State == JobState.Succeeded || job.FinishedAt < before)))
            .ExecuteDeleteAsync(cancellationToken);
        return $"{lines} lines of the log, {pieces} results of pieces.";
    }
}
