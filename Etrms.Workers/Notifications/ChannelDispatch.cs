using Etrms.Contracts;
using Etrms.Workers.Notifications.Senders;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Notifications;

/// <summary>Gives a message to the sender of its channel and does not wait longer than an attempt may take.</summary>
internal sealed partial class ChannelDispatch(
    IEnumerable<IChannelSender> senders, IOptions<NotificationOptions> options, TimeProvider time, ILogger<ChannelDispatch> logger)
{
    private readonly Dictionary<NotificationChannelKind, IChannelSender> _senders = senders.ToDictionary(sender => sender.Kind);

    public async Task<SendOutcome> SendAsync(NotificationChannel channel, ChannelMessage message, CancellationToken cancellationToken)
    {
        if (channel.Secret is not { } secret)
        {
            return new SendOutcome.Failed("Its secrets do not open: the master key changed. Enter them again.", MayBeTriedAgain: false);
        }

        using var limit = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _senders[channel.Kind].SendAsync(channel, secret, message, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Failed($"No answer within {options.Value.AttemptTimeout.TotalSeconds:0.#} s.");
        }
#pragma warning disable CA1031 // The boundary of notifications: whatever a receiver does to us must not take the guard of the accounts down.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // Only its type: what it says may hold an address with a token.
            LogBroken(channel.Name, failure.GetType().Name);
            return new SendOutcome.Failed($"Sending failed: {failure.GetType().Name}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending by the channel {Channel} failed unexpectedly: {Failure}")]
    private partial void LogBroken(string channel, string failure);
}
