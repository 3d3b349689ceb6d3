using Etrms.Workers.Risk;

namespace Etrms.Workers.Notifications;

internal sealed record EndedBatch(DeliveryBatch Batch, SendOutcome Outcome);

/// <summary>
/// Sends while this worker has the right to act. When PostgreSQL cannot be asked whether somebody took over, critical alerts alone go out: told
/// twice is better than not at all.
/// </summary>
internal sealed class BatchSender(ChannelDispatch dispatch, Leadership leadership)
{
    public TimeProvider Time => leadership.Clock;

    public async Task<EndedBatch> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await leadership.MaySendAsync(batch.IsCritical, cancellationToken)
            ? await dispatch.SendAsync(batch.Channel, ChannelMessage.Of(batch), cancellationToken)
            : new SendOutcome.NotNow("PostgreSQL is away, and only critical alerts go out meanwhile.");
        return new EndedBatch(batch, outcome);
    }
}
