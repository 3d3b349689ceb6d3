using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Journal.Recordings;

/// <summary>What the orders of a trip did, as stored.</summary>
internal sealed class TripActions(IDbContextFactory<EtrmsDbContext> contexts)
{
    public async Task<ImmutableArray<ActionResultView>> OfAsync(BreakerEvent entry, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var steps = await (
            from plan in db.ActionPlans.AsNoTracking()
            where plan.BreakerId == entry.BreakerId && plan.TripSeq == entry.TripSeq
            join step in db.ActionSteps.AsNoTracking() on plan.Id equals step.PlanId
            orderby step.At, step.Number
            select step).ToListAsync(cancellationToken);
        return [.. steps.Select(step => step.ToView())];
    }
}
