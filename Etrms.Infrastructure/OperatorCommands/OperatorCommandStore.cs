using System.Text.Json;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.OperatorCommands;

/// <summary>Operator commands as rows: the Api adds and waits, the worker takes and answers. Redis only shortens the wait.</summary>
public sealed class OperatorCommandStore(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan AnswerPoll = TimeSpan.FromMilliseconds(25);

    /// <summary>Adds a command, or returns the one already stored under its id; the caller compares kind and payload if it cares.</summary>
    public async Task<OperatorCommandRow> AddAsync(
        Guid id, string kind, JsonElement payload, string operatorName, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new OperatorCommandRow
        {
            Id = id,
            Kind = kind,
            Payload = payload,
            Operator = operatorName,
            State = OperatorCommandState.Pending,
            CreatedAt = clock.GetUtcNow(),
        };
        await db.InsertMissingAsync([row], cancellationToken);
        return await db.OperatorCommands.AsNoTracking().SingleAsync(stored => stored.Id == id, cancellationToken);
    }

    public async Task<OperatorCommandRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperatorCommands.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>
    /// Takes the oldest open commands for the holder of the lease: new ones, and those that a former holder took and never answered.
    /// Empty when the lease is lost.
    /// </summary>
    public async Task<IReadOnlyList<OperatorCommandRow>> TakeAsync(Lease lease, int atMost, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db.OperatorCommands.FromSql($"""
            UPDATE operator_commands SET state = 'TAKEN', taken_at = {clock.GetUtcNow()}, taken_epoch = {lease.Epoch}
            WHERE id IN (
                SELECT id FROM operator_commands
                WHERE state = 'PENDING' OR (state = 'TAKEN' AND taken_epoch < {lease.Epoch})
                ORDER BY created_at, id LIMIT {atMost} FOR UPDATE SKIP LOCKED)
            AND EXISTS (SELECT 1 FROM leases WHERE name = {lease.Name} AND holder = {lease.Holder} AND epoch = {lease.Epoch})
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
        return taken.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToList();
    }

    /// <summary>Answers a command once; false when it has an answer already.</summary>
    /// <param name="id">The command.</param>
    /// <param name="refusal">Null when done, else why not and what to do.</param>
    /// <param name="answer">What the Api may hand on, such as an evaluation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> AnswerAsync(Guid id, string? refusal, JsonElement? answer, CancellationToken cancellationToken)
    {
        var state = refusal is null ? OperatorCommandState.Done : OperatorCommandState.Refused;
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperatorCommands.Where(row => row.Id == id && row.AnsweredAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Refusal, refusal)
                .SetProperty(row => row.Answer, answer).SetProperty(row => row.AnsweredAt, now),
            cancellationToken) == 1;
    }

    /// <summary>Says how far a command has come; false when it is answered already, as when it was cancelled.</summary>
    public async Task<bool> ReportAsync(Guid id, JsonElement progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperatorCommands.Where(row => row.Id == id && row.AnsweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Answer, progress), cancellationToken) == 1;
    }

    /// <summary>Waits until a command is answered; after the deadline returns it as it stands, null when there is none.</summary>
    public async Task<OperatorCommandRow?> WaitForAnswerAsync(Guid id, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var row = await FindAsync(id, cancellationToken);
            if (row is null or { AnsweredAt: not null } || clock.GetElapsedTime(began) >= deadline)
            {
                return row;
            }

            await Task.Delay(AnswerPoll, clock, cancellationToken);
        }
    }
}
