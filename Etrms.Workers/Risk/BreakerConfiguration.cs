using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Risk;

/// <summary>Tells the engine which breakers are configured: at the start, when the bell rings, and when a look every other second finds a change.</summary>
internal sealed class BreakerConfiguration(
    IDbContextFactory<EtrmsDbContext> contexts, Bells bells, RiskInbox inbox, RiskClock clock, TimeProvider time) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private string? _posted;

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

    /// <summary>Posts the configuration when it is not the one posted before.</summary>
    public async Task PostAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Breakers.AsNoTracking().Where(row => row.DeletedAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var version = string.Join(',', rows.Select(row => $"{row.Id:N}/{row.Revision}"));
        if (version != _posted)
        {
            _posted = version;
            inbox.Post(new RiskEvent.BreakersChanged([.. rows.Select(row => row.ToDomain())]) { Times = clock.Now() });
        }
    }
}
