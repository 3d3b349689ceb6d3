using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Faults;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Streams;

/// <summary>The account events, to the sockets that hold the account's listen key. Frames are made on the venue's loop.</summary>
internal sealed class UserStreams(ListenKeys keys, UserFrames frames, Topics topics, FrameFaults faults)
{
    private readonly FrameWriter _writer = new();
    private ImmutableDictionary<string, ImmutableArray<Attachment>> _byListenKey =
        ImmutableDictionary.Create<string, ImmutableArray<Attachment>>(StringComparer.Ordinal);

    /// <param name="events">Names of the events wanted, unknown ones among them; null for all.</param>
    public void Attach(string listenKey, StreamSocket socket, IReadOnlySet<string>? events) =>
        ImmutableInterlocked.AddOrUpdate(
            ref _byListenKey, listenKey, [new Attachment(socket, events)], (_, attached) => attached.Add(new Attachment(socket, events)));

    public void Detach(string listenKey, StreamSocket socket) =>
        ImmutableInterlocked.AddOrUpdate(
            ref _byListenKey, listenKey, [], (_, attached) => attached.RemoveAll(attachment => attachment.Socket == socket));

    public void On(AccountEvent source)
    {
        var account = source.Event.Account;
        switch (source.Event)
        {
            case ExchangeEvent.OrderChanged { Trade: { } trade } filled:
                Send(account, "TRADE_LITE", writer => frames.TradeLite(writer, filled.Order, trade, source));
                Send(account, "ORDER_TRADE_UPDATE", writer => frames.Order(writer, filled, source));
                break;
            case ExchangeEvent.OrderChanged changed:
                Send(account, "ORDER_TRADE_UPDATE", writer => frames.Order(writer, changed, source));
                break;
            case ExchangeEvent.ConditionalChanged conditional:
                Send(account, "ALGO_UPDATE", writer => frames.Algo(writer, conditional.Order, source));
                break;
            case ExchangeEvent.AccountChanged changed:
                Send(account, "ACCOUNT_UPDATE", writer => frames.Account(writer, changed, source));
                break;
            case ExchangeEvent.LeverageChanged changed:
                Send(account, "ACCOUNT_CONFIG_UPDATE", writer => frames.Leverage(writer, changed, source));
                break;
            case ExchangeEvent.MultiAssetsChanged changed:
                Send(account, "ACCOUNT_CONFIG_UPDATE", writer => frames.MultiAssets(writer, changed, source));
                break;
            case ExchangeEvent.MarginCalled called:
                Send(account, "MARGIN_CALL", writer => frames.MarginCall(writer, called, source));
                break;
            case ExchangeEvent.Liquidated liquidated:
                SendForceOrder(liquidated.Order, source);
                break;
            case ExchangeEvent.LedgerBooked:
                // Bookings are read by REST; ACCOUNT_UPDATE has told the balance.
                break;
        }
    }

    /// <summary>Tells the sockets on a key that it ended; they stay open and silent.</summary>
    public void EndKey(string listenKey)
    {
        Publish(listenKey, "listenKeyExpired", _writer.WriteObject(writer => frames.ListenKeyExpired(writer, listenKey)));
        ImmutableInterlocked.TryRemove(ref _byListenKey, listenKey, out _);
    }

    public void ExpireKeys()
    {
        foreach (var (_, listenKey) in keys.TakeExpired())
        {
            EndKey(listenKey);
        }
    }

    private void Send(string account, string type, Action<Utf8JsonWriter> write)
    {
        if (keys.Find(account) is { } listenKey && _byListenKey.ContainsKey(listenKey))
        {
            Publish(listenKey, type, _writer.WriteObject(write));
        }
    }

    private void Publish(string listenKey, string type, ReadOnlyMemory<byte> payload) =>
        faults.Deliver($"userData@{type}", new Frame(listenKey, payload), frame =>
        {
            foreach (var attachment in _byListenKey.GetValueOrDefault(listenKey, []))
            {
                if (attachment.Events?.Contains(type) ?? true)
                {
                    attachment.Socket.Post(frame);
                }
            }
        });

    private void SendForceOrder(ExchangeOrder order, AccountEvent source)
    {
        var payload = _writer.WriteObject(writer => frames.ForceOrder(writer, order, source));
        foreach (var topic in (ReadOnlySpan<Topic>)[topics.ByInstrument[order.Instrument].ForceOrder, topics.AllForceOrders])
        {
            topic.Publish(new Frame(topic.Name, payload));
        }
    }

    private sealed record Attachment(StreamSocket Socket, IReadOnlySet<string>? Events);
}
