using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Commands;

/// <summary>Takes operator commands from their table: the engine's go into the inbox, the worker's own to their handlers.</summary>
internal sealed partial class CommandPump(
    OperatorCommandStore commands, Bells bells, Leadership leadership, CommandDispatch dispatch, ILogger<CommandPump> logger) : ITermLoop
{
    private const int AtOnce = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var bell = bells.Listen(Bell.Commands);
        while (true)
        {
            foreach (var row in await TakeAsync(cancellationToken))
            {
                LogTaken(row.Kind, row.Id, row.Operator);
                dispatch.Start(row);
            }

            await bell.WaitAsync(LookEvery, leadership.Clock, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<OperatorCommandRow>> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await commands.TakeAsync(leadership.Lease, AtOnce, cancellationToken);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            LogAway(away.Message);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took command {Kind} {Id} of {Operator}")]
    private partial void LogTaken(string kind, Guid id, string @operator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commands cannot be read, PostgreSQL does not answer: {Reason}")]
    private partial void LogAway(string reason);
}

/// <summary>Knows who handles a command, and answers for those that cannot be handled.</summary>
internal sealed partial class CommandDispatch(
    IEnumerable<ICommandHandler> handlers, EngineDoor engine, CommandAnswers answers, TermTasks tasks, ILogger<CommandDispatch> logger)
{
    private readonly Dictionary<string, ICommandHandler> _handlers = handlers
        .SelectMany(handler => handler.Kinds.Select(kind => KeyValuePair.Create(kind, handler)))
        .ToDictionary(StringComparer.Ordinal);

    public void Start(OperatorCommandRow row)
    {
        try
        {
            if (EngineCommands.Read(row) is { } command)
            {
                engine.Order(command);
                return;
            }
        }
        catch (JsonException malformed)
        {
            answers.Answer(row.Id, $"The command cannot be read: {malformed.Message}", null);
            return;
        }

        if (_handlers.TryGetValue(row.Kind, out var handler))
        {
            tasks.Start(token => HandleAsync(handler, row, token));
        }
        else
        {
            answers.Answer(row.Id, $"This worker does not know the command \"{row.Kind}\".", null);
        }
    }

    private async Task HandleAsync(ICommandHandler handler, OperatorCommandRow row, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await handler.HandleAsync(row, cancellationToken);
            answers.Answer(row.Id, outcome.Refusal, outcome.Body);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The term ends; the next one takes the command again.
        }
#pragma warning disable CA1031 // The boundary of a command: what fails here must not take the guard of the accounts down, and is answered.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure, row.Kind, row.Id);
            answers.Answer(row.Id, $"The worker failed at it: {failure.Message}", null);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Command {Kind} {Id} failed")]
    private partial void LogFailed(Exception failure, string kind, Guid id);
}

/// <summary>The way of the trader's orders into the engine.</summary>
internal sealed class EngineDoor(RiskInbox inbox, RiskClock clock)
{
    public void Order(OperatorCommand command) => inbox.Post(new RiskEvent.Commanded(command) { Times = clock.Now() });
}
