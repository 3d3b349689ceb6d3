using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Journal.Rehearsals;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Commands;

/// <summary>Says what a breaker would have done over the recorded days; nothing is done.</summary>
internal sealed class RehearseBreaker(RehearsalRoom room, RiskClock clock) : ICommandHandler
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>A recording that begins this much later than asked for is told.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    public IReadOnlyCollection<string> Kinds => [CommandKinds.RehearseBreaker];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var command = EngineCommands.Payload<RehearseBreakerCommand>(row);
        var reading = BreakerReading.Of(command.Breaker, row.Id, revision: 1);
        if (reading.Breaker is not { } candidate)
        {
            var (field, reasons) = reading.Errors.First();
            return CommandOutcome.Refused(string.Join(" ", reasons), field);
        }

        var since = clock.WallNow - TimeSpan.FromDays(command.Days);
        var (rehearsal, isCutShort) = await room.RehearseAsync(candidate, since, Limit, cancellationToken);
        var view = new RehearsalView
        {
            Sentence = BreakerSentence.Describe(candidate),
            Unit = ConditionCatalog.UnitOf(candidate).ToString().ToLowerInvariant(),
            From = rehearsal.Span?.From,
            To = rehearsal.Span?.To,
            Inputs = rehearsal.Inputs,
            IsCutShort = isCutShort,
            Note = NoteOf(rehearsal, since, isCutShort),
            HighestProgress = rehearsal.HighestProgress,
            Trips = rehearsal.Trips,
        };
        return new CommandOutcome(null, JsonSerializer.SerializeToElement(view, EtrmsJson.Options));
    }

    private static string? NoteOf(Rehearsal rehearsal, DateTimeOffset since, bool isCutShort)
    {
        if (rehearsal.Span is not { } span)
        {
            return "Nothing is recorded yet.";
        }

        var notes = new List<string>();
        if (span.From > since + Slack)
        {
            notes.Add("The recording that can be rehearsed begins later than asked for.");
        }

        if (rehearsal.Breaks > 0)
        {
            notes.Add($"The worker was not recording {(rehearsal.Breaks == 1 ? "once" : $"{rehearsal.Breaks} times")} in between.");
        }

        if (isCutShort)
        {
            notes.Add("There was more than can be rehearsed in the time; it ends early.");
        }

        return notes.Count == 0 ? null : string.Join(" ", notes);
    }
}
