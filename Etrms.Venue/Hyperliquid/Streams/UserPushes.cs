using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>
/// Tells users what happens to them: orders, fills and funding at once; their state shortly after a change, and each second while
/// prices move it. Lives on the venue's loop.
/// </summary>
internal sealed class UserPushes(StreamHub hub, UserFrames frames, HistoryInfo histories, WalletBook wallets)
{
    private static readonly string[] StateTypes = ["clearinghouseState", "openOrders", "webData2", "webData3", "spotState", "activeAssetData"];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _movementsTold = new(StringComparer.Ordinal);

    public void On(ExchangeEvent fact, VenueDesk desk)
    {
        _changed.Add(fact.Account);
        switch (fact)
        {
            case ExchangeEvent.OrderChanged changed:
                SendOrder(changed.Account, OrderReading.Row(changed.Account, changed.Order, desk.Hyperliquid));
                if (changed.Trade is { } trade)
                {
                    SendFill(FillRow.Of(changed.Account, trade, desk.Hyperliquid));
                }

                break;
            case ExchangeEvent.ConditionalChanged { Order: { Status: not (ConditionalStatus.Triggered or ConditionalStatus.Finished) } order }:
                SendOrder(fact.Account, OrderRow.Of(order));
                break;
            case ExchangeEvent.LedgerBooked { Entry: { Kind: LedgerKind.Funding } entry }:
                SendFunding(fact.Account, histories.Row(entry, desk));
                break;
            case ExchangeEvent.Liquidated liquidated:
                hub.Publish(Key("userEvents", fact.Account), "user", writer => UserFrames.Liquidation(writer, liquidated, desk));
                break;
            default:
                // The states that follow tell the rest.
                break;
        }
    }

    /// <summary>Sends the states of those to whom something happened.</summary>
    public void SendChanges(VenueDesk desk)
    {
        foreach (var type in _changed.Count > 0 ? StateTypes : [])
        {
            foreach (var stream in hub.OfType(type).Where(stream => _changed.Contains(UserOf(stream.Subscription))))
            {
                Send(stream.Subscription, desk);
            }
        }

        _changed.Clear();
        SendMovements();
    }

    /// <summary>Sends the states that move with the prices.</summary>
    public void SendAll(VenueDesk desk)
    {
        foreach (var stream in StateTypes.SelectMany(hub.OfType))
        {
            Send(stream.Subscription, desk);
        }
    }

    /// <summary>The state of a stream at the moment of its subscription; null for streams that begin with what happens next.</summary>
    public Action<Utf8JsonWriter>? First(Subscription subscription, VenueDesk desk)
    {
        var user = UserOf(subscription);
        if (subscription.Type == "userNonFundingLedgerUpdates")
        {
            _movementsTold.TryAdd(user, wallets.Find(user)?.Movements.Length ?? 0);
        }

        return frames.First(subscription, user, desk);
    }

    private void Send(Subscription subscription, VenueDesk desk)
    {
        if (frames.First(subscription, UserOf(subscription), desk) is { } write)
        {
            hub.PublishNewest(subscription.Key, subscription.Type, write);
        }
    }

    private void SendOrder(string user, OrderRow row) => hub.Publish(Key("orderUpdates", user), "orderUpdates", writer =>
    {
        writer.WriteStartArray();
        row.WriteUpdate(writer, (order, inner) =>
        {
            inner.WriteStartObject();
            order.WriteBasics(inner);
            inner.WriteEndObject();
        });
        writer.WriteEndArray();
    });

    private void SendFill(FillRow fill)
    {
        hub.Publish(Key("userFills", fill.User), "userFills", writer => UserFrames.Fills(writer, fill.User, [fill], isSnapshot: false));
        hub.Publish(Key("userEvents", fill.User), "user", writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("fills");
            fill.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private void SendFunding(string user, FundingRow funding)
    {
        hub.Publish(Key("userFundings", user), "userFundings", writer => UserFrames.Fundings(writer, user, [funding], isSnapshot: false));
        hub.Publish(Key("userEvents", user), "user", writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("funding");
            funding.WritePlain(writer);
            writer.WriteEndObject();
        });
    }

    private void SendMovements()
    {
        foreach (var stream in hub.OfType("userNonFundingLedgerUpdates"))
        {
            var user = UserOf(stream.Subscription);
            var movements = wallets.Find(user)?.Movements ?? [];
            var told = _movementsTold.GetValueOrDefault(user);
            if (movements.Length > told)
            {
                _movementsTold[user] = movements.Length;
                hub.Publish(stream.Subscription.Key, stream.Subscription.Type, writer =>
                    UserFrames.Movements(writer, user, [.. movements.Skip(told)], isSnapshot: false));
            }
        }
    }

    private static string Key(string type, string user) => Subscription.KeyOf(type, user);

    private static string UserOf(Subscription subscription) => subscription.Request.Address("user").ToLowerInvariant();
}
