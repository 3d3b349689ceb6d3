using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Breakers;

/// <summary>Which part of the history is wanted; null members do not restrict.</summary>
internal sealed record BreakerEventFilter(Guid? Breaker, string? Group, BreakerEventKind? Kind, string? Symbol, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>The append-only history of the breakers with what each trip did.</summary>
internal sealed class BreakerEvents(EtrmsDbContext database)
{
    /// <param name="filter">Which events.</param>
    /// <param name="before">Sequence number that the page ends before; null begins with the newest.</param>
    /// <param name="limit">Rows of a page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Page<BreakerEventView>> ListAsync(
        BreakerEventFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var matching = Matching(filter);
        var total = await matching.LongCountAsync(cancellationToken);
        var rows = await matching.Where(row => before == null || row.Seq < before)
            .OrderByDescending(row => row.Seq).Take(limit + 1).ToListAsync(cancellationToken);
        var page = rows.Take(limit).ToList();
        var next = rows.Count > limit ? page[^1].Seq.ToString() : null;
        return new Page<BreakerEventView>(await ViewsAsync(page, cancellationToken), next, total);
    }

    public async Task<BreakerEventView?> FindAsync(long seq, CancellationToken cancellationToken)
    {
        var row = await Owned().SingleOrDefaultAsync(row => row.Seq == seq, cancellationToken);
        return row is null ? null : (await ViewsAsync([row], cancellationToken))[0];
    }

    private async Task<IReadOnlyList<BreakerEventView>> ViewsAsync(IReadOnlyList<BreakerEventRow> rows, CancellationToken cancellationToken)
    {
        var actions = await ActionsAsync(rows, cancellationToken);
        var breakers = rows.Select(row => row.BreakerId).Distinct().ToList();
        var recorded = (await database.TripRecordings.AsNoTracking().Where(row => breakers.Contains(row.BreakerId))
            .Select(row => new { row.BreakerId, row.TripSeq }).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        return [.. rows.Select(row => row.ToDomain().ToView([.. actions[(row.BreakerId, row.TripSeq)]]) with
        {
            HasRecording = recorded.Contains(new { row.BreakerId, row.TripSeq }),
        })];
    }

    private IQueryable<BreakerEventRow> Owned() => database.BreakerEvents.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);

    private IQueryable<BreakerEventRow> Matching(BreakerEventFilter filter)
    {
        var rows = Owned();
        if (filter.Breaker is { } breaker)
        {
            rows = rows.Where(row => row.BreakerId == breaker);
        }

        if (filter.Group is { } group)
        {
            var kinds = Enum.GetValues<BreakerEventKind>().Where(kind => BreakerMapping.GroupOf(kind) == group).ToList();
            rows = rows.Where(row => kinds.Contains(row.Kind));
        }

        if (filter.Kind is { } wanted)
        {
            rows = rows.Where(row => row.Kind == wanted);
        }

        if (filter.From?.ToUniversalTime() is { } from)
        {
            rows = rows.Where(row => row.At >= from);
        }

        if (filter.To?.ToUniversalTime() is { } to)
        {
            rows = rows.Where(row => row.At < to);
        }

        return filter.Symbol is { } symbol ? WithSymbol(rows, SymbolSpelling.Of(symbol)) : rows;
    }

    /// <summary>Trips that touched the contract.</summary>
    private IQueryable<BreakerEventRow> WithSymbol(IQueryable<BreakerEventRow> rows, string symbol) => rows.Where(row =>
        database.ActionPlans.Any(plan => plan.BreakerId == row.BreakerId && plan.TripSeq == row.TripSeq
            && database.ActionSteps.Any(step => step.PlanId == plan.Id && step.Symbol == symbol)));

    private async Task<ILookup<(Guid Breaker, int Trip), ActionResultView>> ActionsAsync(
        IReadOnlyCollection<BreakerEventRow> events, CancellationToken cancellationToken)
    {
        var breakers = events.Select(row => row.BreakerId).Distinct().ToList();
        var trips = events.Select(row => (int?)row.TripSeq).Distinct().ToList();
        var steps = await (
            from plan in database.ActionPlans.AsNoTracking()
            where plan.BreakerId != null && breakers.Contains(plan.BreakerId.Value) && trips.Contains(plan.TripSeq)
            join step in database.ActionSteps.AsNoTracking() on plan.Id equals step.PlanId
            orderby step.At, step.Number
            select new { Breaker = plan.BreakerId!.Value, Trip = plan.TripSeq!.Value, Step = step }).ToListAsync(cancellationToken);
        return steps.ToLookup(item => (item.Breaker, item.Trip), item => item.Step.ToView());
    }
}
