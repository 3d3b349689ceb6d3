using Etrms.Contracts;
using Etrms.Infrastructure.Secrets;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>Sends messages by one kind of channel. What goes wrong on the way is an outcome, not an exception.</summary>
internal interface IChannelSender
{
    NotificationChannelKind Kind { get; }

    Task<SendOutcome> SendAsync(NotificationChannel channel, ChannelSecret secret, ChannelMessage message, CancellationToken cancellationToken);
}
