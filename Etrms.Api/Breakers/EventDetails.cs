using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Breakers;

/// <summary>One event with the book before and after its trip, and whether the history is as it was written.</summary>
internal sealed class EventDetails(EtrmsDbContext database, BreakerEvents events, TimeProvider clock)
{
    public async Task<BreakerEventView?> FindAsync(long seq, CancellationToken cancellationToken)
    {
        if (await events.FindAsync(seq, cancellationToken) is not { } view)
        {
            return null;
        }

        var (began, ended) = await SpanAsync(view, cancellationToken);
        var scenes = await database.EventScenes.AsNoTracking()
            .Where(row => row.OwnerId == Owner.Operator && (row.Seq == began || row.Seq == ended)).ToDictionaryAsync(row => row.Seq, cancellationToken);
        return view with
        {
            Before = scenes.GetValueOrDefault(began)?.ToView(),
            After = ended is { } end ? scenes.GetValueOrDefault(end)?.ToView() : null,
            Seal = await SealAsync(seq, cancellationToken),
            Actions = await PricedAsync(view.Actions, cancellationToken),
        };
    }

    public async Task<EventChainView> CheckAsync(CancellationToken cancellationToken)
    {
        var (count, hash) = (0L, EventChain.Origin);
        await foreach (var row in Rows().OrderBy(row => row.Seq).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var entry = row.ToDomain();
            if (!EventChain.Follows(entry, count, hash))
            {
                return new EventChainView(count, row.Seq, hash, clock.GetUtcNow());
            }

            (count, hash) = (entry.Seq, entry.Hash);
        }

        return new EventChainView(count, null, hash, clock.GetUtcNow());
    }

    /// <summary>Orders with the average of their fills: a venue's first answer often says none.</summary>
    private async Task<IReadOnlyList<ActionResultView>> PricedAsync(IReadOnlyList<ActionResultView> actions, CancellationToken cancellationToken)
    {
        var ids = actions.Select(action => action.ClientOrderId).OfType<string>().ToList();
        var fills = await database.Fills.AsNoTracking().Where(fill => ids.Contains(fill.ClientOrderId))
            .GroupBy(fill => fill.ClientOrderId)
            .Select(group => new { Id = group.Key, Quantity = group.Sum(fill => fill.Quantity), Value = group.Sum(fill => fill.Quantity * fill.Price) })
            .ToDictionaryAsync(sum => sum.Id, StringComparer.Ordinal, cancellationToken);
        return
        [
            .. actions.Select(action => action.ClientOrderId is { } id && fills.GetValueOrDefault(id) is { Quantity: > 0 } sum
                ? action with { FilledQuantity = sum.Quantity, AveragePrice = sum.Value / sum.Quantity }
                : action),
        ];
    }

    /// <summary>The events between which the trip did its work. A further stage of a trip begins at itself.</summary>
    private async Task<(long Began, long? Ended)> SpanAsync(BreakerEventView view, CancellationToken cancellationToken)
    {
        if (view.TripSeq == 0)
        {
            return (view.Seq, null);
        }

        var trip = await Rows().Where(row => row.BreakerId == view.BreakerId && row.TripSeq == view.TripSeq).OrderBy(row => row.Seq)
            .Select(row => new { row.Seq, row.Kind }).ToListAsync(cancellationToken);
        var began = view.Kind is BreakerEventKind.Stage or BreakerEventKind.Enforced
            ? view.Seq
            : trip.Find(row => row.Kind is BreakerEventKind.Triggered or BreakerEventKind.DryRun)?.Seq ?? view.Seq;
        return (began, trip.Find(row => row.Seq > began && row.Kind is BreakerEventKind.Acted or BreakerEventKind.ActionFailed)?.Seq);
    }

    private async Task<EventSealView> SealAsync(long seq, CancellationToken cancellationToken)
    {
        var rows = await Rows().Where(row => row.Seq == seq || row.Seq == seq - 1).OrderBy(row => row.Seq).ToListAsync(cancellationToken);
        var entry = rows[^1].ToDomain();
        var former = seq == 1 ? EventChain.Origin : rows.Count == 2 ? rows[0].Hash : null;
        return new EventSealView(entry.PreviousHash, entry.Hash == EventChain.HashOf(entry), former is null ? null : entry.PreviousHash == former);
    }

    private IQueryable<BreakerEventRow> Rows() => database.BreakerEvents.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);
}
