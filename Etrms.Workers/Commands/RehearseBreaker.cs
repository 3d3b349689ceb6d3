using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Journal.Rehearsals;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Commands;

/// <summary>
/// Says what a breaker would have done over the recorded days; nothing is done. It tells how far it is once a second, and ends when somebody else has
/// answered the command: so it is cancelled.
/// </summary>
internal sealed class RehearseBreaker(RehearsalRoom room, OperatorCommandStore commands, RiskClock clock) : ICommandHandler
{
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

        var asked = new Asked(row.Id, candidate, command.Days, clock.WallNow - TimeSpan.FromDays(command.Days));
        var (rehearsal, isCutShort) = await room.RehearseAsync(
            candidate, asked.Since, sight => TellAsync(asked, sight, cancellationToken), cancellationToken);
        return new CommandOutcome(null, ToJson(ViewOf(asked, new RehearsalSight(rehearsal, 1)) with { IsRunning = false, IsCutShort = isCutShort }));
    }

    /// <summary>False once the command is answered. A database that is away keeps nobody from going on.</summary>
    private async Task<bool> TellAsync(Asked asked, RehearsalSight sight, CancellationToken cancellationToken)
    {
        try
        {
            return await commands.ReportAsync(asked.Command, ToJson(ViewOf(asked, sight)), cancellationToken);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            return true;
        }
    }

    private static RehearsalView ViewOf(Asked asked, RehearsalSight sight) => new()
    {
        Id = asked.Command,
        IsRunning = true,
        Share = decimal.Round(sight.Share, 4),
        Sentence = BreakerSentence.Describe(asked.Candidate),
        Unit = ConditionCatalog.UnitOf(asked.Candidate).ToString().ToLowerInvariant(),
        From = sight.Rehearsal.Span?.From,
        To = sight.Rehearsal.Span?.To,
        Inputs = sight.Rehearsal.Inputs,
        IsCutShort = false,
        Covered = CoverageOf(asked, sight.Rehearsal),
        Note = NoteOf(sight.Rehearsal),
        HighestProgress = sight.Rehearsal.HighestProgress,
        TripCount = sight.Rehearsal.TripCount,
        Trips = [.. sight.Rehearsal.Trips],
    };

    private static string CoverageOf(Asked asked, Rehearsal rehearsal)
    {
        if (rehearsal.Span is not { } span)
        {
            return "Nothing is recorded yet.";
        }

        var days = ((span.To - span.From).TotalDays).ToString("0.##", CultureInfo.InvariantCulture);
        var from = string.Create(CultureInfo.InvariantCulture, $"{span.From.UtcDateTime:yyyy-MM-dd HH:mm} to {span.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return span.From > asked.Since + Slack
            ? $"Covered: {from}, {days} of the {asked.Days} days asked for; the recording begins later than asked for."
            : $"Covered: {from}, all of the {asked.Days} days asked for.";
    }

    private static string? NoteOf(Rehearsal rehearsal)
    {
        string?[] notes =
        [
            rehearsal.Breaks > 0 ? $"The worker was not recording {(rehearsal.Breaks == 1 ? "once" : $"{rehearsal.Breaks} times")} in between." : null,
            rehearsal.TripCount > rehearsal.Trips.Count ? $"Only the first {rehearsal.Trips.Count} trips are listed." : null,
        ];
        return notes.OfType<string>().ToList() is { Count: > 0 } told ? string.Join(" ", told) : null;
    }

    private static JsonElement ToJson(RehearsalView view) => JsonSerializer.SerializeToElement(view, EtrmsJson.Options);

    private sealed record Asked(Guid Command, CircuitBreaker Candidate, int Days, DateTimeOffset Since);
}
