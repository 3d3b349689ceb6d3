using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Breakers;

internal static class BreakerEventEndpoints
{
    public static void MapBreakerEvents(this RouteGroupBuilder group)
    {
        group.MapGet("/events", List).WithSummary("History of the breakers, newest first");
        group.MapGet("/events/chain", Check).WithSummary("Checks the seals of the whole history");
        group.MapGet("/events/{seq:long}", Find).WithSummary("One event with the book before and after, and what each order of its plan did");
        group.MapGet("/events/{seq:long}/recording", Download).WithSummary("The recording of a trip, which etrms replay derives again offline");
    }

    private static async Task<Results<Ok<Page<BreakerEventView>>, ProblemHttpResult>> List(
        [AsParameters] BreakerEventQuery query, BreakerEvents events, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var filter = new BreakerEventFilter(query.Breaker, Given(query.Group), query.WantedKind, Given(query.Symbol), query.From, query.To);
        return TypedResults.Ok(await events.ListAsync(filter, query.Before, query.Limit ?? Paging.DefaultLimit, cancellationToken));
    }

    private static async Task<Results<Ok<BreakerEventView>, ProblemHttpResult>> Find(
        long seq, EventDetails events, CancellationToken cancellationToken) =>
        await events.FindAsync(seq, cancellationToken) is { } view ? TypedResults.Ok(view) : Problems.NotFound($"There is no breaker event {seq}.");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Download(
        long seq, TripRecordings recordings, CancellationToken cancellationToken) =>
        await recordings.FindAsync(seq, cancellationToken) is { } recording
            ? TypedResults.File(recording.Content, "application/gzip", $"trip-{recording.EventSeq}.jsonl.gz", lastModified: recording.MadeAt)
            : Problems.NotFound($"There is no recording of breaker event {seq}: it is made some seconds after the plan of a trip has ended.");

    private static async Task<Ok<EventChainView>> Check(EventDetails events, CancellationToken cancellationToken) =>
        TypedResults.Ok(await events.CheckAsync(cancellationToken));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>The query of the history; empty texts count as absent.</summary>
internal sealed class BreakerEventQuery
{
    private static IEnumerable<string> Kinds => Enum.GetNames<BreakerEventKind>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName).Order(StringComparer.Ordinal);

    public Guid? Breaker { get; init; }

    public string? Group { get; init; }

    /// <summary>One kind alone, such as ACTION_FAILED.</summary>
    public string? Kind { get; init; }

    public string? Symbol { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? Limit { get; init; }

    public string? Cursor { get; init; }

    public BreakerEventKind? WantedKind =>
        Enum.TryParse<BreakerEventKind>(Kind?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    /// <summary>The cursor is the sequence number of the last row seen.</summary>
    public long? Before => long.TryParse(Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;

    public ProblemHttpResult? Problem() => this switch
    {
        { Group: { Length: > 0 } group } when !BreakerEventGroups.All.Contains(group) =>
            Problems.Invalid("group", $"Must be one of {string.Join(", ", BreakerEventGroups.All)}."),
        { Kind: { Length: > 0 }, WantedKind: null } => Problems.Invalid("kind", $"Must be one of {string.Join(", ", Kinds)}."),
        { From: { } from, To: { } to } when from >= to => Problems.Invalid("to", "Must be later than from."),
        { Cursor: { Length: > 0 }, Before: null } => Problems.Invalid("cursor", "Is not a cursor of this list."),
        _ => Paging.Check(Limit),
    };
}
