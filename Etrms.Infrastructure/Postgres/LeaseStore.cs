using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Etrms.Infrastructure.Postgres;

public sealed class LeaseOptions : IValidatableObject
{
    public const string Section = "Lease";

    [Range(0.2, 60)]
    public double TtlSeconds { get; set; } = 6;

    [Range(0.05, 30)]
    public double RenewSeconds { get; set; } = 2;

    /// <summary>Longest life of a request on the wire; a takeover waits it out after the lease has run out (RISK 4.10).</summary>
    [Range(0, 30)]
    public double RequestLifetimeSeconds { get; set; } = 3;

    /// <summary>A request must be settled this long before the lease runs out: a second of the usual six.</summary>
    public double MarginSeconds => TtlSeconds / 6;

    /// <summary>Just before each renewal there must still be time for a request, or orders would wait for the database, silently.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var needed = RenewSeconds + RequestLifetimeSeconds;
        if (TtlSeconds - MarginSeconds < needed)
        {
            yield return new ValidationResult(
                $"Lease:TtlSeconds of {TtlSeconds} leaves no time to send an order between renewals. Raise it to at least {needed * 1.2:0.##}, "
                + $"or lower Lease:RenewSeconds ({RenewSeconds}) or Lease:RequestLifetimeSeconds ({RequestLifetimeSeconds}).",
                [nameof(TtlSeconds)]);
        }
    }
}

/// <summary>A held lease. Its life is counted on the holder's monotonic clock, from before the database was asked.</summary>
public sealed record Lease(string Name, string Holder, long Epoch, long AskedAt, TimeSpan Ttl)
{
    /// <summary>How long the holder may still act without asking again; negative when it may not.</summary>
    public TimeSpan Left(TimeProvider clock) => Ttl - clock.GetElapsedTime(AskedAt);
}

/// <summary>Leases in PostgreSQL: one holder at a time, by the database's clock.</summary>
public sealed class LeaseStore(IDbContextFactory<EtrmsDbContext> contexts, IOptions<LeaseOptions> options, TimeProvider clock)
{
    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(options.Value.TtlSeconds);
    private readonly TimeSpan _requestLifetime = TimeSpan.FromSeconds(options.Value.RequestLifetimeSeconds);

    public TimeSpan RenewEvery { get; } = TimeSpan.FromSeconds(options.Value.RenewSeconds);

    /// <summary>
    /// Takes a free or long expired lease under a new epoch; null while somebody else holds it or may still have a request under way, and, while a
    /// divergence stands, for everybody but the installation that led (RISK FC-58).
    /// </summary>
    public async Task<Lease?> AcquireAsync(string name, string holder, CancellationToken cancellationToken)
    {
        var askedAt = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var epochs = await db.Database.SqlQuery<long>($"""
            INSERT INTO leases (name, holder, epoch, acquired_at, expires_at)
            VALUES ({name}, {holder}, 1, clock_timestamp(), clock_timestamp() + {_ttl})
            ON CONFLICT (name) DO UPDATE
            SET holder = excluded.holder, epoch = leases.epoch + 1, acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
            WHERE leases.expires_at + {_requestLifetime} <= clock_timestamp() AND NOT EXISTS (
                SELECT FROM divergences WHERE cleared_at IS NULL AND (standby = {holder} OR NOT starts_with({holder}, leader || ':')))
            RETURNING epoch AS "Value"
            """).ToListAsync(cancellationToken);
        return epochs is [var epoch] ? new Lease(name, holder, epoch, askedAt, _ttl) : null;
    }

    /// <summary>Who holds a lease now; null when nobody does.</summary>
    public async Task<string?> FindHolderAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var holders = await db.Database.SqlQuery<string>($"""
            SELECT holder AS "Value" FROM leases WHERE name = {name} AND expires_at > clock_timestamp()
            """).ToListAsync(cancellationToken);
        return holders is [var holder] ? holder : null;
    }

    /// <summary>Prolongs a lease; null when another epoch holds it, and then the caller must not act any more.</summary>
    public async Task<Lease?> RenewAsync(Lease lease, CancellationToken cancellationToken)
    {
        var askedAt = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var renewed = await db.Database.ExecuteSqlAsync($"""
            UPDATE leases SET expires_at = clock_timestamp() + {_ttl}
            WHERE name = {lease.Name} AND holder = {lease.Holder} AND epoch = {lease.Epoch}
            """, cancellationToken);
        return renewed == 1 ? lease with { AskedAt = askedAt } : null;
    }

    /// <summary>Gives a lease back on a clean stop, when nothing is on the wire any more, so that the next holder need not wait.</summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE leases SET expires_at = '-infinity'
            WHERE name = {lease.Name} AND holder = {lease.Holder} AND epoch = {lease.Epoch}
            """, cancellationToken);
    }
}
