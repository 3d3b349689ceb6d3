using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Risk;

/// <summary>
/// Tells the engine which settings and breakers are configured: at the start, when the bell rings, and when a look every other second finds a
/// change. Whatever stands in PostgreSQL is told as it stands, however it came there; the engine decides what of it may take effect.
/// </summary>
internal sealed class StoredConfiguration(
    IDbContextFactory<EtrmsDbContext> contexts, Bells bells, RiskInbox inbox, RiskClock clock, TimeProvider time) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private string? _postedBreakers;
    private int? _postedSettings;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var bell = bells.Listen(Bell.Configuration);
        while (true)
        {
            await bell.WaitAsync(LookEvery, time, cancellationToken);
            try
            {
                await PostAsync(cancellationToken);
            }
            catch (Exception away) when (DatabaseOutage.Is(away))
            {
                // The engine goes on with what it has; the store tells about the outage.
            }
        }
    }

    /// <summary>Posts the configuration when it is not the one posted before; settings first, because breakers are judged by them.</summary>
    public async Task PostAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await PostSettingsAsync(db, cancellationToken);
        await PostBreakersAsync(db, cancellationToken);
    }

    /// <summary>Nothing was ever saved: the engine goes on with what it has, which in the beginning are the defaults.</summary>
    private async Task PostSettingsAsync(EtrmsDbContext db, CancellationToken cancellationToken)
    {
        var row = await db.RiskConfigurations.AsNoTracking().Where(row => row.OwnerId == Owner.Operator)
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        if (row is not null && row.Version != _postedSettings)
        {
            _postedSettings = row.Version;
            inbox.Post(new RiskEvent.SettingsChanged(row.ToDomain(), row.Version) { Times = clock.Now() });
        }
    }

    private async Task PostBreakersAsync(EtrmsDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Breakers.AsNoTracking().Where(row => row.DeletedAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var version = string.Join(',', rows.Select(row => $"{row.Id:N}/{row.Revision}"));
        if (version != _postedBreakers)
        {
            _postedBreakers = version;
            inbox.Post(new RiskEvent.BreakersChanged([.. rows.Select(row => row.ToDomain())]) { Times = clock.Now() });
        }
    }
}
