using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Backtests;

/// <summary>
/// The combinations of searches, and the ledger of everything that was ever tried, also in backtests that were deleted: the luckiest of many is no
/// proof of skill.
/// </summary>
public sealed class TrialRecords(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private const int RowsPerWrite = 5_000;

    /// <summary>Keeps the trials of a job; doing it again changes nothing.</summary>
    public async Task AddAsync(Guid jobId, IReadOnlyList<BacktestTrialView> trials, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var chunk in trials.Select(trial => ToRow(jobId, trial)).Chunk(RowsPerWrite))
        {
            await db.InsertMissingAsync(chunk, cancellationToken);
        }
    }

    /// <summary>What other requests tried of a family. The request itself is left out, so that its repetition finds what its first run found.</summary>
    public async Task<TrialLedger> ReadOthersAsync(string family, string fingerprint, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // In a fixed order: sums of binary fractions depend on it.
        var rows = await db.TrialLedger.AsNoTracking()
            .Where(row => row.OwnerId == Owner.Operator && row.Family == family && row.Fingerprint != fingerprint)
            .OrderBy(row => row.Fingerprint).ToListAsync(cancellationToken);
        return rows.Aggregate(TrialLedger.Empty, (sum, row) => sum.And(new TrialLedger(row.Count, row.Mean, row.SquaredDeviations)));
    }

    public async Task NoteAsync(string family, string fingerprint, TrialLedger tried, Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InsertMissingAsync(
            [
                new TrialLedgerRow
                {
                    Family = family, Fingerprint = fingerprint, Count = tried.Count, Mean = tried.Mean, SquaredDeviations = tried.SquaredDeviations,
                    JobId = jobId, At = clock.GetUtcNow(),
                },
            ],
            cancellationToken);
    }

    /// <summary>A page of a job's trials.</summary>
    /// <param name="byNumber">In the order of the search; otherwise the best first, undefined ones last.</param>
    public async Task<(IReadOnlyList<BacktestTrialView> Trials, int Total)> ReadAsync(
        Guid jobId, bool byNumber, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.BacktestTrials.AsNoTracking().Where(row => row.JobId == jobId);
        var ordered = byNumber
            ? all.OrderBy(row => row.Number)
            : all.OrderBy(row => row.Objective == null).ThenByDescending(row => row.Objective).ThenBy(row => row.Number);
        var rows = await ordered.Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return ([.. rows.Select(ToView)], await all.CountAsync(cancellationToken));
    }

    /// <summary>What a trial was run with; null when there is no such trial.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> FindParametersAsync(Guid jobId, long number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.BacktestTrials.AsNoTracking().SingleOrDefaultAsync(row => row.JobId == jobId && row.Number == number, cancellationToken);
        return row?.Parameters.Deserialize<Dictionary<string, string>>(EtrmsJson.Options);
    }

    private static BacktestTrialRow ToRow(Guid jobId, BacktestTrialView trial) => new()
    {
        JobId = jobId,
        Number = trial.Number,
        Parameters = JsonSerializer.SerializeToElement(trial.Parameters, EtrmsJson.Options),
        Objective = trial.Objective,
        TotalReturn = trial.TotalReturn,
        SharpeRatio = trial.SharpeRatio,
        MaxDrawdown = trial.MaxDrawdown,
        ProfitFactor = trial.ProfitFactor,
        WinRate = trial.WinRate,
        Trades = trial.Trades,
        Error = trial.Error,
    };

    private static BacktestTrialView ToView(BacktestTrialRow row) => new(
        (int)row.Number, row.Parameters.Deserialize<Dictionary<string, string>>(EtrmsJson.Options)!, row.Objective, row.TotalReturn, row.SharpeRatio,
        row.MaxDrawdown, row.ProfitFactor, row.WinRate, row.Trades, row.Error);
}
