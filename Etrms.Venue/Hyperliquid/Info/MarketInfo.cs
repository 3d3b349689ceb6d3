using System.Text.Json;
using Etrms.Venue.Binance;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>The requests that need no user: contracts, prices, books, bars and funding.</summary>
internal sealed class MarketInfo(CoinListing coins, ServerClock clock)
{
    private const int MostBars = 5_000;
    private const int MostRows = 500;
    private const int BarsPerWeight = 60;
    private const int RecentTrades = 10;

    public void AddTo(InfoTable table)
    {
        table.Add("meta", (_, _) => new InfoAnswer(Meta));
        table.Add("metaAndAssetCtxs", (_, desk) => MetaAndContexts(desk));
        table.AddCheap("allMids", (_, desk) => AllMids(desk));
        table.AddCheap("l2Book", Book);
        table.AddCheap("exchangeStatus", (_, _) => InfoAnswer.Object(writer =>
        {
            writer.WriteNull("specialStatuses");
            writer.WriteNumber("time", clock.Now.ToUnixTimeMilliseconds());
        }));
        table.Add("candleSnapshot", Candles, itemsPerWeight: BarsPerWeight);
        table.Add("fundingHistory", FundingHistory, itemsPerWeight: 20);
        table.Add("recentTrades", Trades, itemsPerWeight: 20);
        table.Add("predictedFundings", (_, desk) => PredictedFundings(desk));
        table.Add("perpDexs", (_, _) => new InfoAnswer(writer => writer.WriteRawValue("[null]")));
        table.Add("spotMeta", (_, _) => new InfoAnswer(MarketJson.SpotMeta));
        table.Add("spotMetaAndAssetCtxs", (_, _) => new InfoAnswer(writer =>
        {
            writer.WriteStartArray();
            MarketJson.SpotMeta(writer);
            writer.WriteRawValue("[]");
            writer.WriteEndArray();
        }));
        table.Add("perpsAtOpenInterestCap", (_, _) => new InfoAnswer(writer => writer.WriteRawValue("[]")));
    }

    public void Meta(Utf8JsonWriter writer) => MarketJson.Meta(writer, coins.Coins);

    /// <summary>The coins' states, in the order of the universe.</summary>
    public InfoAnswer Contexts(VenueDesk desk) => InfoAnswer.List(
        [.. coins.Coins.Select(coin => CoinState.Read(desk, coin))],
        (writer, state) =>
        {
            writer.WriteStartObject();
            MarketJson.Context(writer, state);
            writer.WriteEndObject();
        });

    public InfoAnswer AllMids(VenueDesk desk)
    {
        var mids = coins.Coins.Select(coin => (coin.Name, CoinState.ReadMid(desk, coin.Id))).ToList();
        return InfoAnswer.Object(writer =>
        {
            foreach (var (name, mid) in mids)
            {
                writer.Number(name, mid);
            }
        });
    }

    public InfoAnswer Book(JsonElement request, VenueDesk desk)
    {
        var coin = Coin(request);
        var book = BookView(request, desk, coin);
        return InfoAnswer.Object(writer => MarketJson.Book(writer, coin.Name, book));
    }

    private static AggregatedBook BookView(JsonElement request, VenueDesk desk, ListedCoin coin)
    {
        var figures = request.FindWhole("nSigFigs");
        var mantissa = request.FindWhole("mantissa");
        if (figures is < 2 or > 5 || (mantissa is not null && (figures != 5 || mantissa is not (1 or 2 or 5))))
        {
            throw MalformedException.Body;
        }

        return AggregatedBook.Of(desk.Market.Book(coin.Id, SyntheticBook.Depth), (int?)figures, (int?)mantissa ?? 1);
    }

    private InfoAnswer MetaAndContexts(VenueDesk desk)
    {
        var contexts = Contexts(desk);
        return new InfoAnswer(writer =>
        {
            writer.WriteStartArray();
            Meta(writer);
            contexts.Write(writer);
            writer.WriteEndArray();
        });
    }

    private InfoAnswer Candles(JsonElement request, VenueDesk desk)
    {
        var wanted = request.Field("req");
        var coin = Coin(wanted);
        if (!CandleInterval.TryParse(wanted.Text("interval"), out var interval))
        {
            throw MalformedException.Body;
        }

        var from = interval.OpenOf(wanted.FindInstant("startTime") ?? throw MalformedException.Body);
        var bars = interval.Read(desk.Market, coin.Id, from, wanted.FindInstant("endTime"));
        return InfoAnswer.List([.. bars.TakeLast(MostBars)], (writer, bar) => MarketJson.Candle(writer, coin, interval.Code, bar));
    }

    private InfoAnswer FundingHistory(JsonElement request, VenueDesk desk)
    {
        var coin = Coin(request);
        var start = request.FindInstant("startTime") ?? throw MalformedException.Body;
        return InfoAnswer.List(desk.Market.Funding(coin.Id, start, request.FindInstant("endTime"), MostRows), MarketJson.Funding);
    }

    private InfoAnswer Trades(JsonElement request, VenueDesk desk)
    {
        var coin = Coin(request);
        return InfoAnswer.List([.. desk.Market.Trades(coin.Id, RecentTrades).Reverse()], (writer, trade) => MarketJson.Trade(writer, coin.Name, trade));
    }

    private InfoAnswer PredictedFundings(VenueDesk desk)
    {
        var quotes = coins.Coins.Select(coin => desk.Market.Quote(coin.Id)).ToList();
        return InfoAnswer.List(quotes, MarketJson.PredictedFunding);
    }

    private ListedCoin Coin(JsonElement request) =>
        coins.TryFind(request.Text("coin"), out var coin) ? coin : throw MalformedException.Body;
}
