using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>What the risk loop wants stored together. Every part may be sent again: unique keys and versions make a repetition change nothing.</summary>
public sealed record RiskBatch
{
    public EngineStateRow? EngineState { get; init; }

    public IReadOnlyList<BreakerStateRow> BreakerStates { get; init; } = [];

    public IReadOnlyList<BreakerEventRow> Events { get; init; } = [];

    public IReadOnlyList<EventSceneRow> Scenes { get; init; } = [];

    public IReadOnlyList<ActionPlanRow> Plans { get; init; } = [];

    public IReadOnlyList<ActionStepRow> Steps { get; init; } = [];

    public IReadOnlyList<AlertRow> Alerts { get; init; } = [];

    public IReadOnlyList<NotificationDeliveryRow> Deliveries { get; init; } = [];

    /// <summary>Attempts to loosen protection. Numbered by the database: a batch that was stored and never acknowledged leaves them twice.</summary>
    public IReadOnlyList<AuditRow> Attempts { get; init; } = [];

    public IReadOnlyList<EquityPointRow> EquityPoints { get; init; } = [];

    public IReadOnlyList<FillRow> Fills { get; init; } = [];

    public IReadOnlyList<ClosedTradeRow> ClosedTrades { get; init; } = [];

    public IReadOnlyList<LedgerEntryRow> LedgerEntries { get; init; } = [];

    public IReadOnlyList<AccountCursorRow> Cursors { get; init; } = [];
}

/// <summary>What a starting or taking-over worker begins with.</summary>
public sealed record StoredRisk(
    EngineStateRow? EngineState, IReadOnlyList<BreakerStateRow> BreakerStates, BreakerEventRow? LastEvent,
    IReadOnlyList<ActionPlanRow> OpenPlans, IReadOnlyList<ActionStepRow> OpenSteps, IReadOnlyList<AccountCursorRow> Cursors);

public enum SaveOutcome
{
    Saved,

    /// <summary>Another worker holds the lease by now; nothing was stored, and the caller must stop acting.</summary>
    Fenced,
}

/// <summary>The same sequence number holds another event: two histories exist, and a person must look (FC-58).</summary>
public sealed class EventChainDivergedException(string message) : Exception(message);

/// <summary>The risk loop's side of PostgreSQL. A save is one transaction that only the holder of the lease can commit.</summary>
public sealed class RiskStore(IDbContextFactory<EtrmsDbContext> contexts)
{
    public async Task<StoredRisk> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await db.EngineStates.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OwnerId == Owner.Operator && row.AccountSet == Owner.AccountSet, cancellationToken);
        var breakers = await db.BreakerStates.AsNoTracking().OrderBy(row => row.BreakerId).ToListAsync(cancellationToken);
        var last = await db.BreakerEvents.AsNoTracking().OrderByDescending(row => row.Seq).FirstOrDefaultAsync(cancellationToken);
        var plans = await db.ActionPlans.AsNoTracking().Where(row => row.State == ActionPlanState.Acting)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var ids = plans.Select(plan => plan.Id).ToList();
        var steps = await db.ActionSteps.AsNoTracking().Where(row => ids.Contains(row.PlanId))
            .OrderBy(row => row.PlanId).ThenBy(row => row.Number).ToListAsync(cancellationToken);
        var cursors = await db.AccountCursors.AsNoTracking().ToListAsync(cancellationToken);
        return new StoredRisk(state, breakers, last, plans, steps, cursors);
    }

    public async Task<SaveOutcome> SaveAsync(Lease lease, RiskBatch batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(
            token => SaveOnceAsync(db, lease, batch, token), cancellationToken);
    }

    private static async Task<SaveOutcome> SaveOnceAsync(EtrmsDbContext db, Lease lease, RiskBatch batch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The lease stays locked until the commit: a worker frozen in between must not keep the next one from taking over.
        await db.Database.ExecuteSqlAsync($"SET LOCAL idle_in_transaction_session_timeout = '2s'", cancellationToken);
        if (!await db.HoldsAsync(lease, cancellationToken))
        {
            return SaveOutcome.Fenced;
        }

        await AppendEventsAsync(db, batch.Events, cancellationToken);
        await db.InsertMissingAsync(batch.Scenes, cancellationToken);
        await db.UpsertNewerAsync<EngineStateRow>(batch.EngineState is { } state ? [state] : [], nameof(EngineStateRow.Version), cancellationToken);
        await db.UpsertNewerAsync(batch.BreakerStates, nameof(BreakerStateRow.StateVersion), cancellationToken);
        await db.UpsertNewerAsync(batch.Plans, nameof(ActionPlanRow.Version), cancellationToken);
        await db.UpsertNewerAsync(batch.Steps, nameof(ActionStepRow.Version), cancellationToken);
        await db.InsertMissingAsync(batch.Alerts, cancellationToken);
        await db.UpsertNewerAsync(batch.Deliveries, nameof(NotificationDeliveryRow.Version), cancellationToken);
        db.AuditLog.AddRange(batch.Attempts);
        await db.SaveChangesAsync(cancellationToken);
        await db.InsertMissingAsync(batch.EquityPoints, cancellationToken);
        await db.InsertMissingAsync(batch.Fills, cancellationToken);
        await db.InsertMissingAsync(batch.ClosedTrades, cancellationToken);
        await db.InsertMissingAsync(batch.LedgerEntries, cancellationToken);
        await db.UpsertNewerAsync(batch.Cursors, nameof(AccountCursorRow.Version), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return SaveOutcome.Saved;
    }

    private static async Task AppendEventsAsync(EtrmsDbContext db, IReadOnlyList<BreakerEventRow> events, CancellationToken cancellationToken)
    {
        if (await db.InsertMissingAsync(events, cancellationToken) == events.Count)
        {
            return;
        }

        var numbers = events.Select(row => row.Seq).ToList();
        var stored = await db.BreakerEvents.AsNoTracking().Where(row => numbers.Contains(row.Seq))
            .ToDictionaryAsync(row => row.Seq, row => row.Hash, cancellationToken);
        foreach (var row in events)
        {
            if (stored.GetValueOrDefault(row.Seq) != row.Hash)
            {
                throw new EventChainDivergedException($"Breaker event {row.Seq} is stored with another content than the worker holds.");
            }
        }
    }
}
