using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Commands;
using Etrms.Workers.Live;

namespace Etrms.Workers.Risk;

/// <summary>Stores and announces what the engine said: its history, alerts to the trader, and once they are safe its answers to commands.</summary>
internal sealed partial class DecisionNews(
    RiskStoreWriter store, AlertOutlets outlets, CommandAnswers answers, RiskClock clock, ILogger<DecisionNews> logger)
{
    public DateTimeOffset Now => clock.WallNow;

    /// <summary>The id comes from the key, so that a repetition is the same row.</summary>
    public static AlertRow RowOf(Alert alert) => AlertRow.From(alert, PlanIds.Uuid5(PlanIds.Root, $"alert/{alert.Key}"));

    /// <summary>
    /// Announces alerts, and puts them and the history among what is stored next. Comes before the state that knows them: stored without them, a
    /// crash would find nothing left to tell.
    /// </summary>
    public void Store(DecisionBatch batch)
    {
        if (batch.Events.IsEmpty && batch.Alerts.IsEmpty && batch.Attempts.IsEmpty)
        {
            return;
        }

        var alerts = batch.Alerts.Select(RowOf).ToList();
        alerts.ForEach(alert => outlets.Announce(alert, TypeOf(alert, batch)));
        store.Add(rows =>
        {
            rows.Add(batch.Events);
            alerts.ForEach(rows.Add);
            foreach (var attempt in batch.Attempts)
            {
                rows.Add(RowOf(attempt));
            }
        });
    }

    public void Tell(DecisionBatch batch)
    {
        foreach (var entry in batch.Events)
        {
            var level = LevelOf(entry.Kind);
            LogEvent(level, entry.BreakerName, entry.Kind, entry.TripSeq, entry.Explanation, entry.Consequence);
        }
    }

    /// <summary>Keeps the book beside the events that were written on it.</summary>
    public void Picture(IReadOnlyList<BreakerEvent> events, RiskSnapshot scene) => store.Add(rows =>
    {
        foreach (var entry in events)
        {
            rows.Put(entry.Seq, scene);
        }
    });

    public void Answer(IEnumerable<RiskDecision.AnswerCommand> commands)
    {
        foreach (var command in commands)
        {
            answers.Answer(command.CommandId, command.Refusal, null);
        }
    }

    /// <summary>An alert of the worker's own. Announces first: the trader reads it before the database does.</summary>
    public void Raise(Alert alert)
    {
        var row = RowOf(alert);
        outlets.Announce(row, "alert_raised");
        store.Add(rows => rows.Add(row));
    }

    private AuditRow RowOf(RiskDecision.NoteAttempt attempt) => new()
    {
        At = clock.WallNow,
        Actor = "worker",
        Action = attempt.Action,
        Subject = attempt.Subject,
        Detail = JsonSerializer.SerializeToElement(new { attempt.Text }, EtrmsJson.Options),
    };

    private static string TypeOf(AlertRow alert, DecisionBatch batch) =>
        batch.Events.Any(entry => entry.Kind is BreakerEventKind.Triggered or BreakerEventKind.Stage && entry.BreakerId == alert.BreakerId)
            ? "circuit_breaker_triggered"
            : "alert_raised";

    private static LogLevel LevelOf(BreakerEventKind kind) => kind switch
    {
        BreakerEventKind.Triggered or BreakerEventKind.Stage or BreakerEventKind.Blind or BreakerEventKind.Enforced => LogLevel.Warning,
        BreakerEventKind.ActionFailed => LogLevel.Critical,
        BreakerEventKind.EvaluationError => LogLevel.Error,
        BreakerEventKind.Acted or BreakerEventKind.Resolved or BreakerEventKind.Rearmed or BreakerEventKind.Resumed
            or BreakerEventKind.Sighted or BreakerEventKind.DryRun => LogLevel.Information,
    };

    [LoggerMessage(Message = "{Breaker} {Kind}, trip {TripSeq}: {Explanation} {Consequence}")]
    private partial void LogEvent(
        LogLevel level, string breaker, BreakerEventKind kind, int tripSeq, string explanation, string consequence);
}
