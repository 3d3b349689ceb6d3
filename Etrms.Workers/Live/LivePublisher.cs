using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Live;

/// <summary>
/// Numbers live messages and sends them to the browsers' side: snapshots when something changed, at most four times a second; alerts at once.
/// Runs beside the risk loop, which only hands over what it has.
/// </summary>
internal sealed class LivePublisher(LiveBus bus, LiveSnapshots snapshots, LiveViews views, RiskClock clock) : ITermLoop
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(1);

    /// <summary>The measures change with every price and are large: nobody reads them faster than this.</summary>
    private static readonly TimeSpan MeasuresEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<RiskSnapshot> _newest = Channel.CreateBounded<RiskSnapshot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Channel<Unsent> _alerts = Channel.CreateBounded<Unsent>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Lock _numbering = new();
    private readonly ConcurrentDictionary<string, long> _seq = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveMessage> _unstored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _lastData = new(StringComparer.Ordinal);
    private DateTimeOffset _measuredAt;

    /// <summary>Numbers go on above what was sent before this start.</summary>
    public async Task ContinueAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in LiveChannels.All)
        {
            var stored = await snapshots.ReadAsync(channel, cancellationToken);
            var latest = await bus.ReadLatestAsync(channel, cancellationToken);
            _seq[channel] = Math.Max(stored?.Seq ?? 0, latest?.Seq ?? 0);
        }

        // Alerts have no snapshot: a time-based start keeps their numbers rising over restarts.
        _seq[LiveChannels.Alerts] = Math.Max(_seq[LiveChannels.Alerts], clock.WallNow.ToUnixTimeMilliseconds());
    }

    /// <summary>Called by the risk loop; the newest replaces one that was not sent yet.</summary>
    public void Offer(RiskSnapshot snapshot) => _newest.Writer.TryWrite(snapshot);

    /// <summary>Queues an alert; it goes out at once and stands in PostgreSQL even when Redis is away. Its row learns the number that it has.</summary>
    public void Announce(AlertRow alert, string type)
    {
        var view = new AlertView(alert.Id, alert.Key, alert.Severity, alert.Title, alert.Text, alert.BreakerId, alert.At, alert.RaisedAt, null);
        alert.Seq = Announce(type, alert.RaisedAt, view);
    }

    /// <summary>Queues any message of the alerts channel; numbered in the order in which messages go out, as a socket takes none that is older than its last.</summary>
    public long Announce(string type, DateTimeOffset asOf, object data)
    {
        lock (_numbering)
        {
            var seq = NextSeq(LiveChannels.Alerts);
            _alerts.Writer.TryWrite(new Unsent(seq, type, asOf, data));
            return seq;
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(SendAlertsAsync(cancellationToken), SendSnapshotsAsync(cancellationToken));

    private async Task SendAlertsAsync(CancellationToken cancellationToken)
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync(cancellationToken))
        {
            var data = JsonSerializer.SerializeToElement(alert.Data, alert.Data.GetType(), EtrmsJson.Options);
            await bus.PublishAsync(new LiveMessage(LiveChannels.Alerts, alert.Type, alert.Seq, clock.WallNow, alert.AsOf, data));
        }
    }

    private async Task SendSnapshotsAsync(CancellationToken cancellationToken)
    {
        var storedAt = clock.WallNow;
        await foreach (var snapshot in _newest.Reader.ReadAllAsync(cancellationToken))
        {
            await PublishAsync(snapshot);
            if (clock.WallNow - storedAt >= StoreEvery)
            {
                storedAt = clock.WallNow;
                await StoreAsync(cancellationToken);
            }
        }
    }

    private async Task PublishAsync(RiskSnapshot snapshot)
    {
        var asOf = snapshot.Seq == 0 ? clock.WallNow : snapshot.AsOf.ReceivedAt;
        await SendIfChangedAsync(LiveChannels.Positions, asOf, snapshot.ToPositionsView());
        await SendIfChangedAsync(LiveChannels.Accounts, asOf, views.Accounts(snapshot));
        await SendIfChangedAsync(LiveChannels.RiskMetrics, asOf, views.Metrics(snapshot));
        if (clock.WallNow - _measuredAt >= MeasuresEvery)
        {
            _measuredAt = clock.WallNow;
            await SendIfChangedAsync(LiveChannels.RiskMeasures, asOf, views.Measures(snapshot));
        }
    }

    /// <summary>Sends the whole state of a channel unless it is what was sent last; one sender per channel.</summary>
    public async Task SendIfChangedAsync<T>(string channel, DateTimeOffset asOf, T view)
    {
        var data = JsonSerializer.SerializeToElement(view, EtrmsJson.Options);
        var text = data.GetRawText();
        if (_lastData.GetValueOrDefault(channel) == text)
        {
            return;
        }

        _lastData[channel] = text;
        var message = Next(channel, LiveMessage.Snapshot, asOf, data);
        _unstored[channel] = message;
        await bus.PublishAsync(message);
    }

    private LiveMessage Next(string channel, string type, DateTimeOffset asOf, JsonElement data) =>
        new(channel, type, NextSeq(channel), clock.WallNow, asOf, data);

    private long NextSeq(string channel) => _seq.AddOrUpdate(channel, 1, (_, last) => last + 1);

    /// <summary>The copy in PostgreSQL serves when Redis is away; without PostgreSQL it waits for the next second.</summary>
    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var messages = _unstored.Values.ToList();
        try
        {
            await snapshots.SaveAsync(messages, cancellationToken);
            messages.ForEach(message => _unstored.TryRemove(KeyValuePair.Create(message.Channel, message)));
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // The risk store tells about the outage; the newest messages stay for the next try.
        }
    }

    /// <summary>A message that is made ready by whoever sends it, not by the risk loop.</summary>
    private sealed record Unsent(long Seq, string Type, DateTimeOffset AsOf, object Data);
}
