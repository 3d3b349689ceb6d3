using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Public prices: book, trades, bars, tickers.</summary>
internal static class MarketEndpoints
{
    private const int WholeListWeight = 40;
    private const string SettlementIndex = "USDTUSD";
    private static readonly int[] DepthLimits = [5, 10, 20, 50, 100, 500, 1000];

    public static void MapMarket(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/ping", Access.Public, 1, _ => Task.FromResult(Answer.Object(_ => { })));
        routes.Add("GET", "/fapi/v1/time", Access.Public, 1, Time);
        routes.Add("GET", "/fapi/v1/assetIndex", Access.Public, 1, AssetIndex);
        routes.Add("GET", "/fapi/v1/depth", Access.Public, DepthWeight, Depth);
        routes.Add("GET", "/fapi/v1/trades", Access.Public, 5, Trades);
        routes.Add("GET", "/fapi/v1/rpiDepth", Access.Public, 20, Depth);
        routes.Add("GET", "/fapi/v1/historicalTrades", Access.Public, 20, HistoricalTrades);
        routes.Add("GET", "/fapi/v1/aggTrades", Access.Public, 20, AggregateTrades);
        routes.Add("GET", "/fapi/v1/klines", Access.Public, KlinesWeight, Klines);
        routes.Add("GET", "/fapi/v1/ticker/24hr", Access.Public, OneOrAll(1, WholeListWeight), DayTicker);
        routes.Add("GET", "/fapi/v1/ticker/price", Access.Public, OneOrAll(1, 2), PriceTicker);
        routes.Add("GET", "/fapi/v2/ticker/price", Access.Public, OneOrAll(1, 2), PriceTicker);
        routes.Add("GET", "/fapi/v1/ticker/bookTicker", Access.Public, OneOrAll(2, 5), BookTicker);
        routes.Add("GET", "/fapi/v1/openInterest", Access.Public, 1, OpenInterest);
    }

    /// <summary>One object for a given symbol, else an array over every contract.</summary>
    public static async Task<Answer> OneOrEach<T>(BinanceCall call, Func<VenueDesk, Instrument, T> read, Action<Utf8JsonWriter, T> write)
    {
        if (call.FindInstrument() is { } instrument)
        {
            var one = await call.AskAsync(desk => read(desk, instrument));
            return Answer.Json(writer => write(writer, one));
        }

        var listed = call.Service<Listing>().Instruments;
        var all = await call.AskAsync(desk => listed.Select(each => read(desk, each)).ToList());
        return Answer.Array(all, write);
    }

    public static Func<Parameters, int> OneOrAll(int one, int all) => parameters => parameters.Has("symbol") ? one : all;

    private static Task<Answer> Time(BinanceCall call)
    {
        var now = call.Service<ServerClock>().Now;
        return Task.FromResult(Answer.Object(writer => writer.Instant("serverTime", now)));
    }

    /// <summary>One row, of the one coin that accounts are kept in.</summary>
    private static Task<Answer> AssetIndex(BinanceCall call)
    {
        if (call.Parameters.Find("symbol") is not SettlementIndex)
        {
            return Task.FromResult<Answer>(BinanceErrors.BadSymbol);
        }

        var (now, rate) = (call.Service<ServerClock>().Now, call.Service<CollateralRate>().Rate);
        return Task.FromResult(Answer.Object(writer =>
        {
            writer.WriteString("symbol", SettlementIndex);
            writer.Instant("time", now);
            writer.WriteString("index", rate.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture));
        }));
    }

    private static async Task<Answer> Depth(BinanceCall call)
    {
        var instrument = call.Instrument();
        var limit = call.Parameters.FindLong("limit") ?? 500;
        if (!DepthLimits.Contains((int)Math.Clamp(limit, 0, int.MaxValue)))
        {
            return BinanceErrors.OutOfRange("limit");
        }

        var clock = call.Service<ServerClock>();
        var book = await call.AskAsync(desk => desk.Market.Book(instrument.Id, (int)limit));
        return Answer.Object(writer =>
        {
            writer.WriteNumber("lastUpdateId", book.LastUpdateId);
            writer.Instant("E", clock.Show(book.Stamp.WallAt));
            writer.Instant("T", book.Stamp.MarketAt);
            writer.Levels("bids", book.Bids, instrument);
            writer.Levels("asks", book.Asks, instrument);
        });
    }

    private static async Task<Answer> Trades(BinanceCall call)
    {
        var instrument = call.Instrument();
        var limit = call.Parameters.Limit(500, 1000);
        var trades = await call.AskAsync(desk => desk.Market.Trades(instrument.Id, limit));
        return Answer.Array(trades, (writer, trade) => MarketJson.Trade(writer, trade, instrument));
    }

    private static async Task<Answer> HistoricalTrades(BinanceCall call)
    {
        var instrument = call.Instrument();
        var from = call.Parameters.FindLong("fromId");
        var limit = call.Parameters.Limit(100, 500);
        var trades = await call.AskAsync(desk => desk.Market.Trades(instrument.Id, int.MaxValue));
        var page = from is null ? trades.TakeLast(limit) : trades.Where(trade => trade.LastTradeId >= from).Take(limit);
        return Answer.Array(page, (writer, trade) => MarketJson.Trade(writer, trade, instrument));
    }

    private static async Task<Answer> AggregateTrades(BinanceCall call)
    {
        var instrument = call.Instrument();
        var limit = call.Parameters.Limit(500, 1000);
        var (from, start, end) = (call.Parameters.FindLong("fromId"), call.Parameters.FindInstant("startTime"), call.Parameters.FindInstant("endTime"));
        var trades = await call.AskAsync(desk => desk.Market.Trades(instrument.Id, int.MaxValue));
        var chosen = trades.Where(trade =>
            (from is null || trade.AggregateId >= from) && (start is null || trade.Stamp.MarketAt >= start) && (end is null || trade.Stamp.MarketAt <= end));
        var page = from is null && start is null ? chosen.TakeLast(limit) : chosen.Take(limit);
        return Answer.Array(page, (writer, trade) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("a", trade.AggregateId);
            writer.Price("p", trade.Price, instrument);
            writer.Quantity("q", trade.Quantity, instrument);
            writer.WriteNumber("f", trade.FirstTradeId);
            writer.WriteNumber("l", trade.LastTradeId);
            writer.Instant("T", trade.Stamp.MarketAt);
            writer.WriteBoolean("m", trade.BuyerIsMaker);
            writer.WriteEndObject();
        });
    }

    /// <summary>Bars of a contract by the call's interval and page.</summary>
    /// <param name="read">What a bar is written from, read while the market stands still.</param>
    public static async Task<Answer> KlinesOf<T>(
        BinanceCall call, Instrument instrument, Func<VenueDesk, Kline, T> read, Action<Utf8JsonWriter, T, Instrument> write)
    {
        if (!KlineInterval.TryParse(call.Parameters.Text("interval"), out var interval))
        {
            return BinanceErrors.BadInterval;
        }

        var limit = call.Parameters.Limit(500, 1500);
        var (start, end) = (call.Parameters.FindInstant("startTime"), call.Parameters.FindInstant("endTime"));
        var klines = await call.AskAsync(desk =>
            desk.Market.Klines(instrument.Id, interval, start, end, limit).Select(kline => read(desk, kline)).ToList());
        return Answer.Array(klines, (writer, kline) => write(writer, kline, instrument));
    }

    private static Task<Answer> Klines(BinanceCall call) => KlinesOf(call, call.Instrument(), (_, kline) => kline, MarketJson.Row);

    private static Task<Answer> DayTicker(BinanceCall call) =>
        OneOrEach(call, (desk, instrument) => (desk.Market.Ticker(instrument.Id), instrument), (writer, pair) => MarketJson.Day(writer, pair.Item1, pair.instrument));

    private static Task<Answer> PriceTicker(BinanceCall call) =>
        OneOrEach(call, (desk, instrument) => (desk.Market.Quote(instrument.Id), instrument), (writer, pair) => MarketJson.Last(writer, pair.Item1, pair.instrument));

    private static Task<Answer> BookTicker(BinanceCall call) =>
        OneOrEach(call, (desk, instrument) => (desk.Market.Book(instrument.Id, 1), instrument), (writer, pair) => MarketJson.Top(writer, pair.Item1, pair.instrument));

    private static async Task<Answer> OpenInterest(BinanceCall call)
    {
        var instrument = call.Instrument();
        var (interest, at) = await call.AskAsync(desk => (desk.Market.OpenInterest(instrument.Id), desk.Now.MarketAt));
        return Answer.Object(writer =>
        {
            writer.WriteString("symbol", instrument.Id.Symbol);
            writer.Quantity("openInterest", interest, instrument);
            writer.Instant("time", at);
        });
    }

    private static int DepthWeight(Parameters parameters) => (parameters.FindLong("limit") ?? 500) switch
    {
        <= 50 => 2,
        <= 100 => 5,
        <= 500 => 10,
        _ => 20,
    };

    public static int KlinesWeight(Parameters parameters) => (parameters.FindLong("limit") ?? 500) switch
    {
        < 100 => 1,
        < 500 => 2,
        <= 1000 => 5,
        _ => 10,
    };
}
