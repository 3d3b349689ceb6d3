using Etrms.Workers.Risk;

namespace Etrms.Workers.Notifications;

/// <summary>
/// Carries alerts out of ETRMS, beside the risk loop and never in its way. It lives within a term of leadership, so one worker alone sends. It
/// works from memory: PostgreSQL and Redis may be away.
/// </summary>
internal sealed class NotificationLoop(
    NotificationInbox inbox, Outbox outbox, ChannelLook look, BatchSender sender, DeliveryRecords records) : ITermLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>How long alerts wait at the start for what was sent before.</summary>
    private static readonly TimeSpan FirstLookWithin = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Guid, Task<EndedBatch>> _underWay = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        outbox.Use(look.LastKnown);
        var looking = look.LookAsync([], outbox.Since, cancellationToken);
        await Task.WhenAny(looking, Task.Delay(FirstLookWithin, sender.Time, cancellationToken));
        var arriving = inbox.Alerts.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (looking.IsCompleted)
            {
                Adopt(await looking);
                looking = look.LookAgainAsync(outbox.Open, outbox.Since, sender.Time, cancellationToken);
            }

            if (arriving.IsCompleted)
            {
                await arriving;
                Take();
                arriving = inbox.Alerts.WaitToReadAsync(cancellationToken).AsTask();
            }

            await FinishAsync();
            Plan();
            Start(cancellationToken);
            records.Keep(outbox.TakeChanges());
            await Task.WhenAny([looking, arriving, Task.Delay(Tick, sender.Time, cancellationToken), .. _underWay.Values]);
        }
    }

    private void Adopt(Seen? seen)
    {
        if (seen is null)
        {
            return;
        }

        outbox.Use(seen.Channels);
        if (seen.Past is { } past)
        {
            outbox.Restore(past.Alerts, past.Deliveries);
        }

        outbox.Acknowledge(seen.Asked, seen.Acknowledged);
        outbox.Forget();
    }

    private void Take()
    {
        while (inbox.Alerts.TryRead(out var alert))
        {
            outbox.Take(alert);
        }
    }

    private void Plan()
    {
        foreach (var alert in outbox.Repeat())
        {
            records.Repeated(alert);
        }

        outbox.FallBack();
    }

    private void Start(CancellationToken cancellationToken)
    {
        foreach (var channel in outbox.Channels.Where(channel => !_underWay.ContainsKey(channel.Id)))
        {
            if (outbox.Next(channel) is { } batch)
            {
                _underWay[channel.Id] = sender.SendAsync(batch, cancellationToken);
            }
        }
    }

    private async Task FinishAsync()
    {
        foreach (var (channel, sending) in _underWay.Where(each => each.Value.IsCompleted).ToList())
        {
            _underWay.Remove(channel);
            var ended = await sending;
            outbox.Ended(ended.Batch, ended.Outcome);
            records.Ended(ended.Batch.Channel, ended.Outcome);
        }
    }
}
