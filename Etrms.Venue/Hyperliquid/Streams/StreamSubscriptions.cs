using System.Text.Json;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>Who listens to what. Lives on the venue's loop, so that nothing falls between a stream's first frame and the next.</summary>
internal sealed class StreamSubscriptions(StreamHub hub, MarketPushes market, UserPushes users, CoinListing coins)
{
    /// <summary>Null when the venue has no such stream.</summary>
    public Subscription? Read(JsonElement request) => Subscription.Read(request, coins);

    /// <summary>Starts a stream with its present state, where it has one.</summary>
    public void Begin(Subscription wanted, StreamSocket socket, VenueDesk desk)
    {
        socket.Subscriptions.Add(wanted.Key);
        var first = wanted.Request.TryGetProperty("user", out _) ? users.First(wanted, desk) : market.First(wanted, desk);
        if (first is not null)
        {
            socket.Post(new Frame(wanted.Key, hub.Write(wanted.Type, first)));
        }

        hub.Add(wanted, socket);
    }

    public void End(string key, StreamSocket socket)
    {
        socket.Subscriptions.Remove(key);
        hub.Remove(key, socket);
    }

    public void Leave(StreamSocket socket)
    {
        foreach (var key in socket.Subscriptions.ToList())
        {
            End(key, socket);
        }
    }
}
