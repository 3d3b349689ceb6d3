using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Commands;

/// <summary>What became of a command that the worker handles itself.</summary>
/// <param name="Refusal">Null when done, else why not and what to do.</param>
/// <param name="Body">What the Api may hand on.</param>
internal sealed record CommandOutcome(string? Refusal, JsonElement? Body = null)
{
    public static readonly CommandOutcome Done = new((string?)null);

    public static CommandOutcome Refused(string why) => new(why);

    /// <param name="why">Why not and what to do.</param>
    /// <param name="field">The field of the request that it is about.</param>
    public static CommandOutcome Refused(string why, string field) =>
        new(why, JsonSerializer.SerializeToElement(new RefusedField(field), EtrmsJson.Options));
}

/// <summary>Handles the commands that are none of the engine's business.</summary>
internal interface ICommandHandler
{
    IReadOnlyCollection<string> Kinds { get; }

    Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken);
}
