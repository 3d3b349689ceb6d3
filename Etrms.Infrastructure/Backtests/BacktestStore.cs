using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Backtests;

/// <summary>A backtest with the job of its latest run; null before the first.</summary>
public sealed record StoredBacktest(BacktestRow Row, JobRow? Job)
{
    public BacktestBody Configuration => Row.Configuration.Deserialize<BacktestBody>(EtrmsJson.Options)!;

    public BacktestApplicationView? Applied => Row.Application?.Deserialize<BacktestApplicationView>(EtrmsJson.Options);

    public bool IsUnderWay => Job?.State is JobState.Queued or JobState.Waiting or JobState.Running;
}

/// <summary>Which backtests to list; null is any.</summary>
public sealed record BacktestFilter(
    BacktestType? Type = null, BacktestState? State = null, string? Search = null, BacktestSort Sort = BacktestSort.Created, bool Ascending = false);

public enum BacktestSort
{
    Created,
    Name,
    TotalReturn,
    SharpeRatio,
    MaxDrawdown,
}

/// <summary>Backtests as rows. How far a run is stands in its job alone, so the two can never disagree.</summary>
public sealed class BacktestStore(IDbContextFactory<EtrmsDbContext> contexts, JobStore jobs, TimeProvider clock)
{
    public async Task<StoredBacktest> AddAsync(BacktestBody body, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var row = new BacktestRow
        {
            Id = Guid.CreateVersion7(now),
            Name = "",
            Markets = "",
            Strategy = "",
            CreatedAt = now,
        };
        Write(row, body, now);
        db.Backtests.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return new StoredBacktest(row, null);
    }

    public async Task<StoredBacktest?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await WithJobs(db).SingleOrDefaultAsync(stored => stored.Row.Id == id, cancellationToken) is { } found
            ? new StoredBacktest(found.Row, found.Job) : null;
    }

    /// <summary>A page of backtests and how many match on all pages.</summary>
    public async Task<(IReadOnlyList<StoredBacktest> Rows, int Total)> ListAsync(
        BacktestFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(WithJobs(db), filter);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await Sorted(matching, filter).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return ([.. rows.Select(found => new StoredBacktest(found.Row, found.Job))], total);
    }

    /// <summary>Those that are under way, and those that ended since an instant.</summary>
    public async Task<IReadOnlyList<StoredBacktest>> ListRecentAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await WithJobs(db).Where(found => found.Job != null && (found.Job.FinishedAt == null || found.Job.FinishedAt > since))
            .OrderByDescending(found => found.Job!.CreatedAt).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(found => new StoredBacktest(found.Row, found.Job))];
    }

    /// <summary>Writes a request over a stored one; what it found before is forgotten when anything but its name and description differs. Null when there is none.</summary>
    public async Task<StoredBacktest?> ReplaceAsync(Guid id, BacktestBody body, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Backtests.SingleOrDefaultAsync(row => row.Id == id && row.OwnerId == Owner.Operator, cancellationToken) is not { } row)
        {
            return null;
        }

        var before = row.Configuration.Deserialize<BacktestBody>(EtrmsJson.Options)! with { Name = body.Name, Description = body.Description };
        var isRenaming = JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(before, EtrmsJson.Options), JsonSerializer.SerializeToElement(body, EtrmsJson.Options));
        Write(row, body, clock.GetUtcNow());
        if (!isRenaming)
        {
            (row.JobId, row.ResultJobId, row.Application) = (null, null, null);
            (row.TotalReturn, row.MaxDrawdown, row.SharpeRatio, row.Trades, row.Verdict) = (null, null, null, null, null);
        }

        await db.SaveChangesAsync(cancellationToken);
        return await FindAsync(id, cancellationToken);
    }

    /// <summary>Queues a run. Null when one is under way, or there is no such backtest.</summary>
    public async Task<JobRow?> StartAsync(Guid id, string operatorName, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { IsUnderWay: false } stored)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var job = jobs.Prepare(JobKind.Backtest, id, stored.Row.Name, stored.Configuration, operatorName);
        db.Jobs.Add(job);
        await db.SaveChangesAsync(cancellationToken);

        // Whoever sets the pointer first has the run; another's job is taken back before a worker could see a backtest in it.
        var before = stored.Row.JobId;
        var isFirst = await db.Backtests.Where(row => row.Id == id && row.JobId == before).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.JobId, job.Id), cancellationToken) == 1;
        if (!isFirst)
        {
            await db.Jobs.Where(row => row.Id == job.Id).ExecuteDeleteAsync(cancellationToken);
        }

        return isFirst ? job : null;
    }

    /// <summary>Deletes a backtest that is not under way with its jobs and results; what it tried stays in the ledger. False when it was not there.</summary>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deleted = await db.Backtests.Where(row => row.Id == id && row.OwnerId == Owner.Operator).ExecuteDeleteAsync(cancellationToken);
        var own = db.Jobs.Where(job => job.SubjectId == id).Select(job => job.Id);
        await db.BacktestPages.Where(page => own.Contains(page.JobId)).ExecuteDeleteAsync(cancellationToken);
        await db.BacktestTrials.Where(trial => own.Contains(trial.JobId)).ExecuteDeleteAsync(cancellationToken);
        await db.BacktestResults.Where(result => own.Contains(result.JobId)).ExecuteDeleteAsync(cancellationToken);
        await db.JobLog.Where(line => own.Contains(line.JobId)).ExecuteDeleteAsync(cancellationToken);
        await db.Jobs.Where(job => job.SubjectId == id).ExecuteDeleteAsync(cancellationToken);
        return deleted == 1;
    }

    /// <summary>Makes the result of a job the one that is shown.</summary>
    public async Task ShowAsync(Guid id, Guid jobId, BacktestResultView result, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Backtests.Where(row => row.Id == id && row.JobId == jobId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ResultJobId, jobId)
                .SetProperty(row => row.TotalReturn, Figure("total_return")).SetProperty(row => row.MaxDrawdown, Figure("max_drawdown"))
                .SetProperty(row => row.SharpeRatio, Figure("sharpe_ratio")).SetProperty(row => row.Trades, (int?)result.TradesTotal)
                .SetProperty(row => row.Verdict, (BacktestVerdict?)result.Overfitting.Verdict),
            cancellationToken);

        double? Figure(string name) => result.Metrics.TryGetValue(name, out var figure) ? figure.Value : null;
    }

    /// <summary>Those that were applied to live, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredBacktest>> AppliedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Backtests.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.Application != null)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredBacktest(row, null))];
    }

    /// <summary>Notes that and how it was applied.</summary>
    public async Task NoteApplicationAsync(Guid id, BacktestApplicationView application, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        JsonElement? json = JsonSerializer.SerializeToElement(application, EtrmsJson.Options);
        await db.Backtests.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Application, json), cancellationToken);
    }

    private static void Write(BacktestRow row, BacktestBody body, DateTimeOffset now)
    {
        row.Name = body.Name;
        row.Type = body.Type.GetValueOrDefault();
        row.Markets = string.Join(' ', [.. body.Exchanges.Select(exchange => exchange.ToString()), .. body.Symbols, body.Timeframe]);
        row.Strategy = body.Strategy?.Name ?? BacktestDefaults.Strategy;
        row.Configuration = JsonSerializer.SerializeToElement(body, EtrmsJson.Options);
        row.ChangedAt = now;
    }

    private static IQueryable<WithJob> WithJobs(EtrmsDbContext db) =>
        from row in db.Backtests.AsNoTracking()
        where row.OwnerId == Owner.Operator
        join job in db.Jobs.AsNoTracking() on row.JobId equals job.Id into latest
        from job in latest.DefaultIfEmpty()
        select new WithJob { Row = row, Job = job };

    private static IQueryable<WithJob> Matching(IQueryable<WithJob> rows, BacktestFilter filter)
    {
        if (filter.Type is { } type)
        {
            rows = rows.Where(found => found.Row.Type == type);
        }

        if (filter.State is { } state)
        {
            rows = state == BacktestState.Created
                ? rows.Where(found => found.Job == null)
                : rows.Where(found => found.Job != null && BacktestStates.JobStatesOf(state).Contains(found.Job.State));
        }

        if (filter.Search is not { Length: > 0 } search)
        {
            return rows;
        }

        var pattern = LikePattern.Containing(search);
        return rows.Where(found => EF.Functions.ILike(found.Row.Name, pattern) || EF.Functions.ILike(found.Row.Markets, pattern)
            || EF.Functions.ILike(found.Row.Strategy, pattern));
    }

    /// <summary>What is not known comes last whichever way.</summary>
    private static IQueryable<WithJob> Sorted(IQueryable<WithJob> rows, BacktestFilter filter) => (filter.Sort switch
    {
        BacktestSort.Created => By(rows, filter, found => found.Row.CreatedAt),
        BacktestSort.Name => By(rows, filter, found => found.Row.Name),
        BacktestSort.TotalReturn => By(rows.OrderBy(found => found.Row.TotalReturn == null), filter, found => found.Row.TotalReturn),
        BacktestSort.SharpeRatio => By(rows.OrderBy(found => found.Row.SharpeRatio == null), filter, found => found.Row.SharpeRatio),
        BacktestSort.MaxDrawdown => By(rows.OrderBy(found => found.Row.MaxDrawdown == null), filter, found => found.Row.MaxDrawdown),
    }).ThenBy(found => found.Row.Id);

    private static IOrderedQueryable<WithJob> By<T>(
        IQueryable<WithJob> rows, BacktestFilter filter, System.Linq.Expressions.Expression<Func<WithJob, T>> key) =>
        rows is IOrderedQueryable<WithJob> ordered && rows.Expression.Type == typeof(IOrderedQueryable<WithJob>)
            ? filter.Ascending ? ordered.ThenBy(key) : ordered.ThenByDescending(key)
            : filter.Ascending ? rows.OrderBy(key) : rows.OrderByDescending(key);

    private sealed class WithJob
    {
        public required BacktestRow Row { get; init; }

        public JobRow? Job { get; init; }
    }
}

/// <summary>What a request means that does not say it.</summary>
public static class BacktestDefaults
{
    public const string Strategy = "moving_average_cross";
}
