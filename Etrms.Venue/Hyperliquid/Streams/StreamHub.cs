using System.Text.Json;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>A stream that somebody listens to.</summary>
internal sealed record LiveStream(Subscription Subscription, Topic Topic);

/// <summary>The streams that have listeners, and the way of frames to them. Lives on the venue's loop.</summary>
internal sealed class StreamHub(FrameFaults faults)
{
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<string, LiveStream> _byKey = new(StringComparer.Ordinal);

    public IEnumerable<LiveStream> OfType(string type) =>
        _byKey.Values.Where(stream => string.Equals(stream.Subscription.Type, type, StringComparison.Ordinal)).ToList();

    public bool HasListeners(string key) => _byKey.ContainsKey(key);

    public void Add(Subscription subscription, StreamSocket socket)
    {
        if (!_byKey.TryGetValue(subscription.Key, out var stream))
        {
            stream = new LiveStream(subscription, new Topic(subscription.Key, StreamRoute.Hyperliquid, faults));
            _byKey.Add(subscription.Key, stream);
        }

        stream.Topic.Add(socket);
    }

    public void Remove(string key, StreamSocket socket)
    {
        if (!_byKey.TryGetValue(key, out var stream))
        {
            return;
        }

        stream.Topic.Remove(socket);
        if (!stream.Topic.HasSubscribers)
        {
            _byKey.Remove(key);
        }
    }

    /// <summary>Sends a frame to whoever listens to a stream.</summary>
    public void Publish(string key, string channel, Action<Utf8JsonWriter> writeData)
    {
        if (_byKey.TryGetValue(key, out var stream))
        {
            stream.Topic.Publish(new Frame(key, Write(channel, writeData)));
        }
    }

    /// <summary>Sends a frame that makes the ones before it worthless.</summary>
    public void PublishNewest(string key, string channel, Action<Utf8JsonWriter> writeData, FramePrice? price = null)
    {
        if (_byKey.TryGetValue(key, out var stream))
        {
            stream.Topic.Publish(new Frame(key, Write(channel, writeData)) { IsNewestWins = true, Price = price });
        }
    }

    /// <summary>The bytes of {"channel":…,"data":…}.</summary>
    public ReadOnlyMemory<byte> Write(string channel, Action<Utf8JsonWriter> writeData) => _writer.WriteObject(writer =>
    {
        writer.WriteString("channel", channel);
        writer.WritePropertyName("data");
        writeData(writer);
    });
}
