using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Workers.Risk.Execution;

namespace Etrms.Workers.Risk;

/// <summary>What one step decided, sorted by who has to do with it; the order within each kind is kept.</summary>
internal sealed record DecisionBatch(
    ImmutableArray<BreakerEvent> Events, ImmutableArray<RiskDecision> Plans, ImmutableArray<PlanAndOrigin> Origins,
    ImmutableArray<Alert> Alerts, ImmutableArray<RiskDecision.AnswerCommand> Answers)
{
    /// <summary>Accounts that are to be read at once.</summary>
    public ImmutableArray<AccountId> Doubts { get; init; } = [];

    /// <summary>True when a restart must find it: it changes the history, something goes on the wire, or somebody is told that it is done.</summary>
    public bool MustSurvive => !Events.IsEmpty || !Plans.IsEmpty || !Answers.IsEmpty;

    /// <summary>What the audit trail is to know.</summary>
    public ImmutableArray<RiskDecision.NoteAttempt> Attempts { get; private init; } = [];

    /// <summary>A plan comes from the breaker event before it, else from the command that is answered in the same step.</summary>
    public static DecisionBatch Of(IReadOnlyList<RiskDecision> decisions)
    {
        var events = ImmutableArray.CreateBuilder<BreakerEvent>();
        var plans = ImmutableArray.CreateBuilder<RiskDecision>();
        var origins = ImmutableArray.CreateBuilder<PlanAndOrigin>();
        var alerts = ImmutableArray.CreateBuilder<Alert>();
        var answers = decisions.OfType<RiskDecision.AnswerCommand>().ToImmutableArray();
        var origin = answers.IsEmpty ? null : new PlanOrigin(null, null, answers[0].CommandId, "Ordered by the trader.");
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case RiskDecision.Record { Event: var entry }:
                    events.Add(entry);
                    origin = new PlanOrigin(entry.BreakerId, entry.TripSeq, null, $"{entry.BreakerName}: {entry.Consequence}");
                    break;
                case RiskDecision.RaiseAlert raise:
                    alerts.Add(raise.Alert);
                    origin ??= new PlanOrigin(raise.Alert.BreakerId, null, null, raise.Alert.Title);
                    break;
                case RiskDecision.AnswerCommand or RiskDecision.NoteAttempt or RiskDecision.ConfirmAccount:
                    break;
                default:
                    plans.Add(decision);
                    if (origin is not null)
                    {
                        origins.Add(new PlanAndOrigin(IdOf(decision), origin));
                    }

                    break;
            }
        }

        return new DecisionBatch(events.ToImmutable(), plans.ToImmutable(), origins.ToImmutable(), alerts.ToImmutable(), answers)
        {
            Attempts = [.. decisions.OfType<RiskDecision.NoteAttempt>()],
            Doubts = [.. decisions.OfType<RiskDecision.ConfirmAccount>().Select(doubt => doubt.Account)],
        };
    }

    public static Guid IdOf(RiskDecision plan) => plan switch
    {
        RiskDecision.ReduceTo reduce => reduce.PlanId,
        RiskDecision.CancelOrders cancel => cancel.PlanId,
        RiskDecision.SetProtection protect => protect.PlanId,
        _ => throw new UnreachableException(),
    };
}
