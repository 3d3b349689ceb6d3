using System.Collections.Concurrent;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Risk.Execution;

/// <summary>Which trip or command a plan came from; plan ids are one-way, so the likely ones are computed ahead.</summary>
internal sealed class PlanOrigins(RiskSettings settings)
{
    private readonly ConcurrentDictionary<Guid, PlanOrigin> _origins = new();

    public void Learn(BreakerEvent entry) => _origins.TryAdd(
        PlanIds.OfTrip(settings.Owner, entry.BreakerId, entry.Revision, entry.TripSeq),
        new PlanOrigin(entry.BreakerId, entry.TripSeq, null, $"{entry.BreakerName}, trip {entry.TripSeq}: {entry.Consequence}"));

    public void Learn(OperatorCommand command) => _origins.TryAdd(
        PlanIds.OfCommand(settings.Owner, command.Id),
        new PlanOrigin(null, null, command.Id, $"{command.GetType().Name} ordered by {command.Operator}."));

    public void Learn(ActionPlanRow row) =>
        _origins[row.Id] = new PlanOrigin(row.BreakerId, row.TripSeq, row.CommandId, row.Summary);

    public PlanOrigin Of(Guid plan, RiskDecision decision) =>
        _origins.GetValueOrDefault(plan) ?? new PlanOrigin(null, null, null, $"{decision.GetType().Name}.");
}
