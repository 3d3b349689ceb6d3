using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Streams;

/// <summary>Turns what the market tells into frames of the streams that somebody listens to. Lives on the venue's loop.</summary>
internal sealed class MarketStreams(Topics topics, MarketFrames frames, DepthStreams depths)
{
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<InstrumentId, (BookLevel Bid, BookLevel Ask)> _tops = [];

    public void On(MarketEvent moved)
    {
        if (!topics.ByInstrument.TryGetValue(moved.Instrument, out var streams))
        {
            return;
        }

        switch (moved)
        {
            case MarketEvent.MarkMoved mark:
                SendMark(streams.MarkEachSecond, mark.Quote);
                break;
            case MarketEvent.BookMoved book:
                depths.Add(streams, book.Change);
                SendTop(streams, book);
                break;
            case MarketEvent.Traded traded:
                Send(streams.Trade, writer => frames.Trade(writer, traded.Trade, streams.Instrument));
                Send(streams.AggregateTrade, writer => frames.AggregateTrade(writer, traded.Trade, streams.Instrument));
                break;
            case MarketEvent.KlineMoved kline:
                SendKline(streams, kline);
                break;
            case MarketEvent.FundingPaid:
                // No public stream tells it.
                break;
        }
    }

    /// <summary>The streams that come once a second of wall time.</summary>
    public void SendEachSecond(VenueDesk desk)
    {
        foreach (var streams in topics.ByInstrument.Values)
        {
            SendTickers(streams, desk);
        }

        SendAll(topics.AllMarksEachSecond, (writer, each) => frames.Mark(writer, desk.Market.Quote(each.Id)));
        SendAll(topics.AllMiniTickers, (writer, each) => frames.MiniTicker(writer, desk.Market.Ticker(each.Id), desk.Now, each));
        SendAll(topics.AllTickers, (writer, each) => frames.Ticker(writer, desk.Market.Ticker(each.Id), desk.Now, each));
    }

    /// <summary>The streams that come every three seconds of wall time.</summary>
    public void SendEachThreeSeconds(VenueDesk desk)
    {
        foreach (var streams in topics.ByInstrument.Values)
        {
            if (streams.Mark.HasSubscribers)
            {
                SendMark(streams.Mark, desk.Market.Quote(streams.Instrument.Id));
            }
        }

        SendAll(topics.AllMarks, (writer, each) => frames.Mark(writer, desk.Market.Quote(each.Id)));
    }

    private void SendMark(Topic topic, MarketQuote quote)
    {
        if (topic.HasSubscribers)
        {
            var payload = _writer.WriteObject(writer => frames.Mark(writer, quote));
            topic.Publish(new Frame(topic.Name, payload) { IsNewestWins = true, Price = new FramePrice(quote.Instrument.Symbol, quote.Mark) });
        }
    }

    private void SendTop(InstrumentTopics streams, MarketEvent.BookMoved book)
    {
        var top = (book.Change.BestBid, book.Change.BestAsk);
        if (top.BestBid.Quantity == 0 || top.BestAsk.Quantity == 0 || (_tops.TryGetValue(book.Instrument, out var former) && former == top))
        {
            return;
        }

        _tops[book.Instrument] = top;
        if (!streams.BookTicker.HasSubscribers && !topics.AllBookTickers.HasSubscribers)
        {
            return;
        }

        var payload = _writer.WriteObject(writer => frames.BookTicker(writer, book.Change, book.Stamp, streams.Instrument));
        var price = new FramePrice(book.Instrument.Symbol, (top.BestBid.Price + top.BestAsk.Price) / 2);
        streams.BookTicker.Publish(new Frame(streams.BookTicker.Name, payload) { IsNewestWins = true, Price = price });
        topics.AllBookTickers.Publish(new Frame(topics.AllBookTickers.Name, payload));
    }

    private void SendKline(InstrumentTopics streams, MarketEvent.KlineMoved moved)
    {
        SendKline(streams.Klines[moved.Kline.Interval.Code], moved, writer => frames.Kline(writer, moved.Kline, moved.Stamp, streams.Instrument));
        SendKline(
            streams.ContinuousKlines[moved.Kline.Interval.Code], moved,
            writer => frames.ContinuousKline(writer, moved.Kline, moved.Stamp, streams.Instrument));
    }

    private void SendKline(Topic topic, MarketEvent.KlineMoved moved, Action<Utf8JsonWriter> write)
    {
        if (topic.HasSubscribers)
        {
            topic.Publish(new Frame(topic.Name, _writer.WriteObject(write)) { IsNewestWins = !moved.Kline.IsClosed });
        }
    }

    private void SendTickers(InstrumentTopics streams, VenueDesk desk)
    {
        if (!streams.Ticker.HasSubscribers && !streams.MiniTicker.HasSubscribers)
        {
            return;
        }

        var ticker = desk.Market.Ticker(streams.Instrument.Id);
        Send(streams.Ticker, writer => frames.Ticker(writer, ticker, desk.Now, streams.Instrument));
        Send(streams.MiniTicker, writer => frames.MiniTicker(writer, ticker, desk.Now, streams.Instrument));
    }

    private void SendAll(Topic topic, Action<Utf8JsonWriter, Instrument> write)
    {
        if (!topic.HasSubscribers)
        {
            return;
        }

        var payload = _writer.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var streams in topics.ByInstrument.Values)
            {
                writer.WriteStartObject();
                write(writer, streams.Instrument);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        topic.Publish(new Frame(topic.Name, payload) { IsNewestWins = true });
    }

    private void Send(Topic topic, Action<Utf8JsonWriter> write)
    {
        if (topic.HasSubscribers)
        {
            topic.Publish(new Frame(topic.Name, _writer.WriteObject(write)));
        }
    }
}
