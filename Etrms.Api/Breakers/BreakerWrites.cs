using Etrms.Api.Accounts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Breakers;

internal enum WriteOutcome
{
    Saved,
    Unknown,

    /// <summary>Somebody saved another revision since the caller read.</summary>
    Stale,

    NameTaken,
}

/// <summary>
/// Saves breakers with their revision and audit row in one transaction, then wakes the worker. The engine decides when a looser change
/// holds (RISK 4.4).
/// </summary>
internal sealed class BreakerWrites(EtrmsDbContext database, Bells bells, TimeProvider clock)
{
    /// <summary>A breaker that reaches real money begins by observing.</summary>
    public async Task<(WriteOutcome Outcome, CircuitBreaker Breaker)> CreateAsync(
        CircuitBreaker breaker, string operatorName, CancellationToken cancellationToken)
    {
        var starting = breaker.Mode == BreakerMode.Armed && await database.CoversLiveAsync(breaker.ActScope, cancellationToken)
            ? breaker with { Mode = BreakerMode.Observe }
            : breaker;
        database.Breakers.Add(BreakerRow.From(starting, clock.GetUtcNow()));
        return (await SaveAsync(starting, "breaker.created", operatorName, cancellationToken), starting);
    }

    /// <summary>Makes the change the next revision, when the caller saw the current one or does not care.</summary>
    public async Task<WriteOutcome> ChangeAsync(
        Guid id, EntityTag? seen, Func<CircuitBreaker, CircuitBreaker> change, string operatorName, CancellationToken cancellationToken)
    {
        var row = await database.CurrentBreakers().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (row is null)
        {
            return WriteOutcome.Unknown;
        }

        if (seen is { } tag && !tag.Matches(row.Revision))
        {
            return WriteOutcome.Stale;
        }

        var changed = change(row.ToDomain()) with { Revision = row.Revision + 1 };
        var next = BreakerRow.From(changed, clock.GetUtcNow());
        (row.Revision, row.Name, row.Type, row.Mode) = (next.Revision, next.Name, next.Type, next.Mode);
        (row.Configuration, row.UpdatedAt) = (next.Configuration, next.UpdatedAt);
        return await SaveAsync(changed, "breaker.changed", operatorName, cancellationToken);
    }

    public async Task<WriteOutcome> DeleteAsync(Guid id, EntityTag? seen, string operatorName, CancellationToken cancellationToken)
    {
        var row = await database.CurrentBreakers().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (row is null)
        {
            return WriteOutcome.Unknown;
        }

        if (seen is { } tag && !tag.Matches(row.Revision))
        {
            return WriteOutcome.Stale;
        }

        var now = clock.GetUtcNow();
        row.Revision++;
        row.DeletedAt = row.UpdatedAt = now;
        return await SaveAsync(row.ToDomain() with { Revision = row.Revision }, "breaker.deleted", operatorName, cancellationToken, isDeletion: true);
    }

    private async Task<WriteOutcome> SaveAsync(
        CircuitBreaker breaker, string action, string operatorName, CancellationToken cancellationToken, bool isDeletion = false)
    {
        if (!isDeletion && await database.CurrentBreakers().AnyAsync(row => row.Name == breaker.Name && row.Id != breaker.Id, cancellationToken))
        {
            return WriteOutcome.NameTaken;
        }

        var now = clock.GetUtcNow();
        database.BreakerRevisions.Add(BreakerRevisionRow.From(breaker, operatorName, now, isDeletion));
        database.Record(now, operatorName, action, breaker.Id.ToString(), new { breaker.Name, breaker.Revision, breaker.Mode });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return WriteOutcome.Stale;
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            // The name, or the next revision number of a writer who was quicker.
            return await database.Breakers.AnyAsync(row => row.Id == breaker.Id && row.Revision >= breaker.Revision, cancellationToken)
                ? WriteOutcome.Stale
                : WriteOutcome.NameTaken;
        }

        await bells.RingAsync(Bell.Configuration);
        return WriteOutcome.Saved;
    }
}

internal static class CurrentBreakerRows
{
    public static IQueryable<BreakerRow> CurrentBreakers(this EtrmsDbContext database) =>
        database.Breakers.Where(row => row.OwnerId == Owner.Operator && row.DeletedAt == null);
}
