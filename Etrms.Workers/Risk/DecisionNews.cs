using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Commands;
using Etrms.Workers.Live;

namespace Etrms.Workers.Risk;

/// <summary>Stores and announces what the engine said: its history, alerts to the trader, answers to commands.</summary>
internal sealed class DecisionNews(RiskStoreWriter store, LivePublisher live, CommandAnswers answers, RiskClock clock)
{
    public DateTimeOffset Now => clock.WallNow;

    /// <summary>The id comes from the key, so that a repetition is the same row.</summary>
    public static AlertRow RowOf(Alert alert) => AlertRow.From(alert, PlanIds.Uuid5(PlanIds.Root, $"alert/{alert.Key}"));

    public void Tell(
        ImmutableArray<BreakerEvent> events, ImmutableArray<Alert> alerts, IEnumerable<RiskDecision.AnswerCommand> commandAnswers)
    {
        foreach (var alert in alerts)
        {
            var tripped = events.Any(entry => entry.Kind is BreakerEventKind.Triggered or BreakerEventKind.Stage && entry.BreakerId == alert.BreakerId);
            Raise(alert, tripped ? "circuit_breaker_triggered" : "alert_raised");
        }

        if (!events.IsEmpty)
        {
            store.Add(rows => Array.ForEach([.. events], entry => rows.Add(BreakerEventRow.From(entry))));
        }

        foreach (var answer in commandAnswers)
        {
            answers.Answer(answer.CommandId, answer.Refusal, null);
        }
    }

    /// <summary>Announces first: the trader reads it before the database does.</summary>
    public void Raise(Alert alert, string type = "alert_raised")
    {
        var row = RowOf(alert);
        live.Announce(row, type);
        store.Add(rows => rows.Add(row));
    }
}
