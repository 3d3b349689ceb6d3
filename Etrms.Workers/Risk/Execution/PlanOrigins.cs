using System.Collections.Concurrent;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Risk.Execution;

/// <summary>What set a plan off, for its row.</summary>
internal sealed record PlanOrigin(Guid? BreakerId, int? TripSeq, Guid? CommandId, string Summary);

/// <summary>A plan and what set it off, as the journal keeps it.</summary>
internal sealed record PlanAndOrigin(Guid PlanId, PlanOrigin Origin);

/// <summary>Which trip or command each plan came from. Plan ids are one-way, so this is noted when the decision comes, and kept over restarts.</summary>
internal sealed class PlanOrigins
{
    private static readonly PlanOrigin Unknown = new(null, null, null, "Resumed after a restart.");

    private readonly ConcurrentDictionary<Guid, PlanOrigin> _origins = new();

    /// <summary>The first word stands: what a plan is extended by later may share a step with something else.</summary>
    public void Learn(PlanAndOrigin plan) => _origins.TryAdd(plan.PlanId, plan.Origin);

    public void Learn(ActionPlanRow row) => _origins[row.Id] = new PlanOrigin(row.BreakerId, row.TripSeq, row.CommandId, row.Summary);

    public PlanOrigin Of(Guid plan) => _origins.GetValueOrDefault(plan, Unknown);
}
