using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>Turns what the market tells into frames. Lives on the venue's loop.</summary>
internal sealed class MarketPushes(StreamHub hub, CoinListing coins, MarketInfo market)
{
    private readonly Dictionary<InstrumentId, (BookLevel Bid, BookLevel Ask)> _tops = [];
    private bool _haveMidsMoved;

    public void On(MarketEvent moved, VenueDesk desk)
    {
        if (moved.Instrument.Exchange != Exchange.Hyperliquid)
        {
            return;
        }

        var coin = coins.Get(moved.Instrument);
        switch (moved)
        {
            case MarketEvent.MarkMoved:
                SendContext(coin, desk);
                break;
            case MarketEvent.BookMoved book:
                _haveMidsMoved = true;
                SendTop(coin, book);
                break;
            case MarketEvent.Traded traded:
                hub.Publish(Subscription.KeyOf("trades", coin.Name), "trades", writer => Trades(writer, coin, [traded.Trade]));
                break;
            case MarketEvent.KlineMoved kline:
                SendCandles(coin, kline.Kline.Interval, desk);
                break;
            case MarketEvent.FundingPaid:
                // Those who paid hear of it on their own stream.
                break;
        }
    }

    /// <summary>Books and mids, which come in steps of half a second.</summary>
    public void SendSteps(VenueDesk desk)
    {
        foreach (var stream in hub.OfType("l2Book"))
        {
            Send(stream.Subscription, desk);
        }

        if (_haveMidsMoved)
        {
            _haveMidsMoved = false;
            hub.PublishNewest(Subscription.KeyOf("allMids"), "allMids", Mids(desk));
        }
    }

    /// <summary>The state of a stream at the moment of its subscription; null for streams that begin with what happens next.</summary>
    public Action<Utf8JsonWriter>? First(Subscription subscription, VenueDesk desk) => subscription.Type switch
    {
        "allMids" => Mids(desk),
        "l2Book" => market.Book(subscription.Request, desk).Write,
        "bbo" => Top(Coin(subscription), desk),
        "activeAssetCtx" => Context(Coin(subscription), desk),
        "trades" => Recent(Coin(subscription), desk),
        "candle" => Candle(Coin(subscription), Interval(subscription), desk),
        _ => null,
    };

    private void Send(Subscription subscription, VenueDesk desk)
    {
        var coin = Coin(subscription);
        var mid = CoinState.ReadMid(desk, coin.Id);
        hub.PublishNewest(subscription.Key, "l2Book", market.Book(subscription.Request, desk).Write, new FramePrice(coin.Name, mid));
    }

    private void SendContext(ListedCoin coin, VenueDesk desk)
    {
        var key = Subscription.KeyOf("activeAssetCtx", coin.Name);
        if (hub.HasListeners(key))
        {
            hub.PublishNewest(key, "activeAssetCtx", Context(coin, desk), new FramePrice(coin.Name, desk.Market.Quote(coin.Id).Mark));
        }
    }

    private void SendTop(ListedCoin coin, MarketEvent.BookMoved book)
    {
        var top = (book.Change.BestBid, book.Change.BestAsk);
        var key = Subscription.KeyOf("bbo", coin.Name);
        if (!hub.HasListeners(key) || (_tops.TryGetValue(coin.Id, out var former) && former == top))
        {
            return;
        }

        _tops[coin.Id] = top;
        var price = new FramePrice(coin.Name, (top.BestBid.Price + top.BestAsk.Price) / 2);
        hub.PublishNewest(key, "bbo", writer => Top(writer, coin, top, book.Stamp.MarketAt), price);
    }

    private void SendCandles(ListedCoin coin, KlineInterval moved, VenueDesk desk)
    {
        foreach (var interval in CandleInterval.Offered.Where(interval => interval.Source == moved))
        {
            var key = Subscription.KeyOf("candle", coin.Name, interval.Code);
            if (hub.HasListeners(key) && Candle(coin, interval, desk) is { } write)
            {
                hub.PublishNewest(key, "candle", write);
            }
        }
    }

    private Action<Utf8JsonWriter> Mids(VenueDesk desk)
    {
        var mids = market.AllMids(desk);
        return writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("mids");
            mids.Write(writer);
            writer.WriteEndObject();
        };
    }

    private static Action<Utf8JsonWriter> Context(ListedCoin coin, VenueDesk desk)
    {
        var state = CoinState.Read(desk, coin);
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("coin", coin.Name);
            writer.WriteStartObject("ctx");
            MarketJson.Context(writer, state);
            writer.WriteEndObject();
            writer.WriteEndObject();
        };
    }

    private static Action<Utf8JsonWriter> Top(ListedCoin coin, VenueDesk desk)
    {
        var book = desk.Market.Book(coin.Id, 1);
        return writer => Top(writer, coin, (book.Bids[0], book.Asks[0]), book.Stamp.MarketAt);
    }

    private static void Top(Utf8JsonWriter writer, ListedCoin coin, (BookLevel Bid, BookLevel Ask) top, DateTimeOffset at)
    {
        writer.WriteStartObject();
        writer.WriteString("coin", coin.Name);
        writer.Instant("time", at);
        writer.WriteStartArray("bbo");
        writer.Level(top.Bid);
        writer.Level(top.Ask);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Action<Utf8JsonWriter> Recent(ListedCoin coin, VenueDesk desk)
    {
        var trades = desk.Market.Trades(coin.Id, 10);
        return writer => Trades(writer, coin, trades);
    }

    private static void Trades(Utf8JsonWriter writer, ListedCoin coin, IEnumerable<VenueTrade> trades)
    {
        writer.WriteStartArray();
        foreach (var trade in trades)
        {
            MarketJson.Trade(writer, coin.Name, trade);
        }

        writer.WriteEndArray();
    }

    private static Action<Utf8JsonWriter>? Candle(ListedCoin coin, CandleInterval interval, VenueDesk desk) =>
        interval.ReadForming(desk.Market, coin.Id) is { } bar ? writer => MarketJson.Candle(writer, coin, interval.Code, bar) : null;

    private ListedCoin Coin(Subscription subscription) =>
        coins.TryFind(subscription.Request.Text("coin"), out var coin) ? coin : throw MalformedException.Body;

    private static CandleInterval Interval(Subscription subscription) =>
        CandleInterval.TryParse(subscription.Request.Text("interval"), out var interval) ? interval : throw MalformedException.Body;
}
