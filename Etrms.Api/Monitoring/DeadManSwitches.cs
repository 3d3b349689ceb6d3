using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Monitoring;

/// <summary>The exchanges' dead-man switches as the worker stored them.</summary>
internal static class DeadManSwitches
{
    public static async Task<Ok<DeadManView>> ReadAsync(EtrmsDbContext database, CancellationToken cancellationToken)
    {
        var rows = await database.DeadManSwitches.AsNoTracking()
            .Join(
                database.ExchangeAccounts.Where(account => account.State == ExchangeAccountState.Active), row => row.AccountId, account => account.Id,
                (row, account) => new
                {
                    Row = row,
                    account.Name,
                    Drill = database.DeadManDrills.Where(drill => drill.AccountId == row.AccountId && drill.Symbol == row.Symbol)
                        .OrderByDescending(drill => drill.FoundAt).FirstOrDefault(),
                })
            .OrderBy(found => found.Name).ThenBy(found => found.Row.Symbol)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new DeadManView([.. rows.Select(found => ViewOf(found.Row, found.Name, found.Drill))]));
    }

    private static DeadManSwitchView ViewOf(DeadManSwitchRow row, string account, DeadManDrillRow? drill) => new(
        row.AccountId, account, row.Exchange, row.Symbol.Length == 0 ? null : row.Symbol, row.State, row.Reason,
        row.RenewedAt is null ? null : row.Countdown.TotalSeconds, row.RenewedAt, row.FiresAt, row.UpdatedAt, drill is null ? null : ViewOf(drill));

    private static DeadManDrillView ViewOf(DeadManDrillRow row)
    {
        var drill = row.ToDomain();
        return new(
            drill.Countdown.TotalSeconds, drill.RenewedAt, drill.DueAt, drill.FoundAt, drill.OrdersBefore, drill.OrdersLeft,
            drill.ConditionalBefore, drill.ConditionalLeft, drill.IsCleared, drill.ConditionalOrdersStay);
    }
}
