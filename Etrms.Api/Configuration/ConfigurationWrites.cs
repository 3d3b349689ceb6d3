using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Configuration;

/// <summary>Settings that are to be configured.</summary>
/// <param name="Seen">The version that the caller saw.</param>
internal sealed record ConfigurationChange(int Seen, RiskSettings Settings, string Note)
{
    public int? RevertsTo { get; init; }
}

/// <summary>
/// Saves settings as the next version with their audit row in one transaction, then wakes the worker. The engine decides which of them hold
/// when (RISK 4.4).
/// </summary>
internal sealed class ConfigurationWrites(EtrmsDbContext database, ConfigurationViews views, Bells bells, TimeProvider clock)
{
    /// <summary>False when another version is configured than the caller saw. Values that change nothing make no version.</summary>
    public async Task<bool> SaveAsync(ConfigurationChange change, string operatorName, CancellationToken cancellationToken)
    {
        var current = await views.CurrentAsync(cancellationToken);
        if (current.Version != change.Seen)
        {
            return false;
        }

        return !Add(current, change, operatorName) || await CommitAsync(cancellationToken);
    }

    /// <summary>Puts a version among what is saved next; false when nothing differs from the current one.</summary>
    public bool Add(ConfiguredSettings current, ConfigurationChange change, string operatorName)
    {
        var differences = RiskConfiguration.Compare(current.Settings, change.Settings);
        if (differences.IsEmpty)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var row = RiskConfigurationRow.From(current.Version + 1, change.Settings);
        (row.Note, row.RevertsTo, row.SavedBy, row.SavedAt) = (change.Note.Trim(), change.RevertsTo, operatorName, now);
        database.RiskConfigurations.Add(row);
        database.Record(now, operatorName, "configuration.saved", $"{row.Version}", new
        {
            row.Note,
            row.RevertsTo,
            Changes = differences.Select(difference => $"{difference.Setting.Key}: {difference.Before} to {difference.After}"),
            Looser = differences.Where(difference => difference.Change == BreakerChange.Looser).Select(difference => difference.Setting.Key),
        });
        return true;
    }

    /// <summary>Saves everything that was added, or nothing; false when somebody else was quicker.</summary>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            return false;
        }

        await bells.RingAsync(Bell.Configuration);
        return true;
    }
}
