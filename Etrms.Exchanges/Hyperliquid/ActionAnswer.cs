using System.Collections.Immutable;
using System.Text.Json;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>What became of one thing that an action asked for.</summary>
internal abstract record ActionStatus
{
    private ActionStatus()
    {
    }

    public sealed record Resting(long Oid) : ActionStatus;

    public sealed record Filled(long Oid, decimal Quantity, decimal AveragePrice) : ActionStatus;

    /// <summary>Taken without a number: "success" of a cancel, or a protective order that waits for its entry.</summary>
    public sealed record Done : ActionStatus;

    public sealed record Failed(string Text) : ActionStatus;

    public static ActionStatus From(JsonElement status)
    {
        if (status.ValueKind == JsonValueKind.String)
        {
            return new Done();
        }

        return status.Deserialize(HyperliquidJson.Default.ActionStatusMessage) switch
        {
            { Resting: { } resting } => new Resting(resting.Oid),
            { Filled: { } filled } => new Filled(filled.Oid, filled.TotalSz, filled.AvgPx),
            { Error: { } error } => new Failed(error),
            _ => throw new JsonException("A status of no known kind."),
        };
    }
}

/// <param name="Statuses">One for each item of the action; none for actions that are simply done.</param>
/// <param name="Refusal">Why the whole action was refused.</param>
internal sealed record ActionAnswer(ImmutableArray<ActionStatus> Statuses, string? Refusal)
{
    /// <exception cref="JsonException">The answer is not one to this action.</exception>
    public static ActionAnswer From(byte[] body, HyperliquidAction action)
    {
        var answer = JsonSerializer.Deserialize(body, HyperliquidJson.Default.ActionAnswerMessage) ?? throw new JsonException("An empty answer.");
        if (answer.Status != "ok")
        {
            return new([], answer.Response.ValueKind == JsonValueKind.String ? answer.Response.GetString()! : answer.Response.GetRawText());
        }

        var statuses = Spread(StatusesIn(answer.Response), action.Items);
        return !action.IsAnsweredEach || statuses.Length == action.Items
            ? new(statuses, Refusal: null)
            : throw new JsonException($"{statuses.Length} statuses for {action.Items} items.");
    }

    private static ImmutableArray<ActionStatus> StatusesIn(JsonElement response) =>
        response.Deserialize(HyperliquidJson.Default.ActionResponseMessage) is { Data: { ValueKind: JsonValueKind.Object } data }
            ? [.. (data.Deserialize(HyperliquidJson.Default.ActionDataMessage)?.Statuses ?? []).Select(ActionStatus.From)]
            : [];

    /// <summary>What is checked before anything else is refused for the whole batch with a single error.</summary>
    private static ImmutableArray<ActionStatus> Spread(ImmutableArray<ActionStatus> statuses, int items) =>
        statuses is [ActionStatus.Failed failed] ? [.. Enumerable.Repeat<ActionStatus>(failed, items)] : statuses;
}
