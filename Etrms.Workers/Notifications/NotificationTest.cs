using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Commands;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Notifications;

/// <summary>Sends one message by a channel and answers what came of it; also by one that is switched off.</summary>
internal sealed class NotificationTest(
    IDbContextFactory<EtrmsDbContext> contexts, NotificationSecrets secrets, ChannelDispatch dispatch, DeliveryRecords records, TimeProvider time)
    : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.TestNotification];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var id = EngineCommands.Payload<TestNotificationCommand>(row).ChannelId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.NotificationChannels.AsNoTracking()
            .SingleOrDefaultAsync(channel => channel.Id == id && channel.OwnerId == Owner.Operator, cancellationToken);
        if (stored is null)
        {
            return CommandOutcome.Refused("The channel was removed meanwhile.");
        }

        var channel = NotificationChannel.From(stored, secrets);
        var outcome = await dispatch.SendAsync(channel, ChannelMessage.Test(row.Id, channel.Name), cancellationToken);
        var refusal = outcome is SendOutcome.Failed failed ? failed.Reason : null;
        records.Keep([RowOf(row.Id, channel, refusal)]);
        return refusal is null ? CommandOutcome.Done : CommandOutcome.Refused(refusal);
    }

    private NotificationDeliveryRow RowOf(Guid command, NotificationChannel channel, string? error) => new()
    {
        Id = command,
        ChannelId = channel.Id,
        ChannelName = channel.Name,
        ChannelKind = channel.Kind,
        Title = "Test",
        Severity = AlertSeverity.Info,
        State = error is null ? DeliveryState.Sent : DeliveryState.Failed,
        Attempts = 1,
        Error = error,
        CreatedAt = time.GetUtcNow(),
        SentAt = error is null ? time.GetUtcNow() : null,
        Version = 1,
    };
}
