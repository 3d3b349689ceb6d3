using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;

namespace Etrms.Api.Commands;

/// <summary>One order of the trader before it is written down.</summary>
internal sealed record CommandOrder(Guid Id, string Kind, JsonElement Payload, string Operator)
{
    /// <summary>For a command that the risk engine understands.</summary>
    public static CommandOrder Of<T>(string kind, T command)
        where T : OperatorCommand =>
        new(command.Id, kind, JsonSerializer.SerializeToElement(command, EtrmsJson.Options), command.Operator);

    /// <summary>For a command that the worker handles itself.</summary>
    public static CommandOrder Of<T>(Guid id, string kind, T payload, string operatorName) =>
        new(id, kind, JsonSerializer.SerializeToElement(payload, EtrmsJson.Options), operatorName);

    /// <summary>For a change that must be stored in one transaction with its command.</summary>
    public OperatorCommandRow ToRow(DateTimeOffset now) =>
        new() { Id = Id, Kind = Kind, Payload = Payload, Operator = Operator, State = OperatorCommandState.Pending, CreatedAt = now };

    /// <summary>True when a stored command came from the same request; sizes may differ, since they follow the live position.</summary>
    public bool IsSameAs(OperatorCommandRow row) =>
        row.Kind == Kind && Payload.EnumerateObject().Where(member => member.Name != "quantity").All(
            member => row.Payload.TryGetProperty(member.Name, out var stored) && JsonElement.DeepEquals(stored, member.Value));
}

/// <summary>Writes operator commands down, wakes the worker and waits a little for its answer.</summary>
internal sealed class CommandDesk(OperatorCommandStore store, Bells bells)
{
    private static readonly TimeSpan EngineWait = TimeSpan.FromSeconds(3);

    /// <summary>For commands that ask a venue.</summary>
    public static readonly TimeSpan VenueWait = TimeSpan.FromSeconds(15);

    /// <summary>For a rehearsal; a longer one is followed.</summary>
    public static readonly TimeSpan RehearsalWait = TimeSpan.FromSeconds(5);

    public Task<OperatorCommandRow?> FindAsync(Guid id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    /// <summary>Writes the command down; null when its id already stands for something else.</summary>
    public async Task<OperatorCommandRow?> AddAsync(CommandOrder order, CancellationToken cancellationToken)
    {
        var row = await store.AddAsync(order.Id, order.Kind, order.Payload, order.Operator, cancellationToken);
        if (!order.IsSameAs(row))
        {
            return null;
        }

        await bells.RingAsync(Bell.Commands);
        return row;
    }

    /// <summary>Ends a command that is under way, with what it has found so far; false when it is over already.</summary>
    public Task<bool> EndAsync(OperatorCommandRow row, CancellationToken cancellationToken) => store.AnswerAsync(row.Id, null, row.Answer, cancellationToken);

    /// <summary>Writes the command down and gives it back when answered, or as it stands after the wait.</summary>
    public Task<OperatorCommandRow?> SubmitAsync(CommandOrder order, CancellationToken cancellationToken) =>
        SubmitAsync(order, EngineWait, cancellationToken);

    public async Task<OperatorCommandRow?> SubmitAsync(CommandOrder order, TimeSpan wait, CancellationToken cancellationToken) =>
        await AddAsync(order, cancellationToken) is { } row
            ? await store.WaitForAnswerAsync(row.Id, wait, cancellationToken) ?? row
            : null;
}
