using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>Switches and firings in PostgreSQL. Without it the switches go on as this worker remembers them.</summary>
internal sealed partial class DeadManRecords(IDbContextFactory<EtrmsDbContext> contexts, DecisionNews news, ILogger<DeadManRecords> logger)
{
    private readonly ConcurrentDictionary<Exchange, bool?> _conditionalOrdersStay = new();

    /// <summary>What the newest firing that told anything about it showed of a venue; null before the first.</summary>
    public bool? ConditionalOrdersStay(Exchange exchange) => _conditionalOrdersStay.GetValueOrDefault(exchange);

    /// <summary>The switches that a former worker left.</summary>
    public async Task<IReadOnlyList<SwitchStatus>> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            foreach (var row in await db.DeadManDrills.AsNoTracking().OrderBy(drill => drill.Id).ToListAsync(cancellationToken))
            {
                Learn(row.ToDomain());
            }

            return [.. (await db.DeadManSwitches.AsNoTracking().ToListAsync(cancellationToken)).Select(SwitchStatus.From)];
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            LogAway(away.Message);
            return [];
        }
    }

    public Task SaveAsync(SwitchStatus status, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            var row = status.ToRow(news.Now);
            if (await db.DeadManSwitches.AsNoTracking().AnyAsync(
                known => known.AccountId == row.AccountId && known.Symbol == row.Symbol, cancellationToken))
            {
                db.DeadManSwitches.Update(row);
            }
            else
            {
                db.DeadManSwitches.Add(row);
            }

            await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Stores what a firing did and tells the trader.</summary>
    public async Task KeepAsync(DeadManDrill drill, CancellationToken cancellationToken)
    {
        Learn(drill);
        var name = drill.Reach.Instrument?.ToString() ?? drill.Reach.Exchange.ToString();
        news.Raise(new Alert(
            $"dead-man/{drill.Reach.Account}/{name}/{drill.DueAt:O}", drill.IsCleared ? AlertSeverity.Warning : AlertSeverity.Critical,
            drill.IsCleared ? "The exchange cleared your resting orders" : "The dead-man switch left orders behind",
            $"{name} heard nothing from ETRMS for {drill.Countdown.TotalSeconds:0.#} s after {drill.RenewedAt:u}. "
            + $"Of {drill.OrdersBefore} orders {drill.OrdersLeft} are left, of {drill.ConditionalBefore} conditional orders {drill.ConditionalLeft}.",
            null, drill.FoundAt, drill.FoundAt));
        await WriteAsync(
            async db =>
            {
                db.DeadManDrills.Add(DeadManDrillRow.From(drill));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private void Learn(DeadManDrill drill)
    {
        if (drill.ConditionalOrdersStay is { } stay)
        {
            _conditionalOrdersStay[drill.Reach.Exchange] = stay;
        }
    }

    private async Task WriteAsync(Func<EtrmsDbContext, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await write(db);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            LogAway(away.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dead-man switches cannot be stored, PostgreSQL does not answer: {Reason}")]
    private partial void LogAway(string reason);
}
