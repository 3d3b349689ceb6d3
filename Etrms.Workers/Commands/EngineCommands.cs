using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Commands;

/// <summary>Rows of operator commands as the engine reads them; the payload is the command itself.</summary>
internal static class EngineCommands
{
    /// <summary>Null for kinds that the worker handles itself.</summary>
    /// <exception cref="JsonException">The payload does not fit the kind.</exception>
    public static OperatorCommand? Read(OperatorCommandRow row)
    {
        OperatorCommand? command = row.Kind switch
        {
            CommandKinds.Close => Payload<OperatorCommand.Close>(row),
            CommandKinds.Reduce => Payload<OperatorCommand.Reduce>(row),
            CommandKinds.Protect => Payload<OperatorCommand.Protect>(row),
            CommandKinds.CancelOrders => Payload<OperatorCommand.CancelOrders>(row),
            CommandKinds.Pause => Payload<OperatorCommand.Pause>(row),
            CommandKinds.LiftPause => Payload<OperatorCommand.LiftPause>(row),
            CommandKinds.ResumeBreaker => Payload<OperatorCommand.ResumeBreaker>(row),
            CommandKinds.PressButton => Payload<OperatorCommand.PressButton>(row),
            CommandKinds.AcceptBalance => Payload<OperatorCommand.AcceptBalance>(row),
            _ => null,
        };

        // The row says who asked and under which idempotency key; a payload cannot claim another.
        return command is null ? null : command with { Id = row.Id, Operator = row.Operator };
    }

    public static T Payload<T>(OperatorCommandRow row) =>
        row.Payload.Deserialize<T>(EtrmsJson.Options) ?? throw new JsonException($"The payload of {row.Kind} is empty.");
}
