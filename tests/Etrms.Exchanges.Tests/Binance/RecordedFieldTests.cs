using System.Globalization;
using System.Text;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Every recorded payload of what the client speaks, field by field: read as it stands, or named as unread.</summary>
public sealed class RecordedFieldTests
{
    /// <summary>Fields that the client has no use for.</summary>
    private static readonly HashSet<string> Unread = Qualified(
        ("AccountConfigMessage", "canDeposit canTrade canWithdraw feeTier tradeGroupId updateTime"),
        ("AccountMessage", """
            maxWithdrawAmount positions totalCrossUnPnl totalCrossWalletBalance totalOpenOrderInitialMargin
            totalPositionInitialMargin
            """),
        ("AlgoOrderMessage", """
            actualOrderId actualType algoType createTime icebergQuantity priceMatch priceProtect selfTradePreventionMode
            slPrice slTriggerPrice tpOrderType tpPrice tpTriggerPrice triggerTime
            """),
        ("AssetMessage", """
            availableBalance crossUnPnl crossWalletBalance initialMargin maintMargin maxWithdrawAmount
            openOrderInitialMargin positionInitialMargin unrealizedProfit updateTime
            """),
        ("DepthMessage", "E"),
        ("DoneMessage", "algoId clientAlgoId code"),
        ("ExchangeInfoMessage", "assets exchangeFilters serverTime timezone"),
        ("FundingRateMessage", "markPrice rateType symbol"),
        ("LeverageMessage", "maxNotionalValue symbol"),
        ("OrderMessage", "cumBase cumQty cumQuote origType pair priceMatch priceProtect selfTradePreventionMode time"),
        ("PositionMarginMessage", "code msg type"),
        ("PremiumMessage", "estimatedSettlePrice interestRate"),
        ("SymbolBracketsMessage", "notionalCoef"),
        ("SymbolConfigMessage", "isAutoAddMargin maxNotionalValue"),
        ("SymbolFilterMessage", "limit maxPrice minPrice multiplierDecimal"),
        ("SymbolMessage", """
            baseAssetPrecision contractType deliveryDate maintMarginPercent marginAsset marketTakeBound onboardDate
            orderTypes pair pricePrecision quantityPrecision quotePrecision requiredMarginPercent settlePlan timeInForce
            triggerProtect underlyingSubType underlyingType
            """),
        ("TickerMessage", "count firstId lastId lastQty openPrice openTime priceChange weightedAvgPrice"),
        ("TradeMessage", "quoteQty"),
        ("UserAccountFrame", "e"),
        ("UserAlgo", "V act ai at ia pP pm rm tt"),
        ("UserAlgoFrame", "e"),
        ("UserBalance", "bc cw"),
        ("UserOrder", "T V W a b ot pP pm si ss"),
        ("UserOrderFrame", "e"),
        ("UserPosition", "cr ma"),
        ("UserTradeMessage", "baseQty buyer marginAsset pair quoteQty"));

    public static TheoryData<string> MessageNames => [.. RecordedSurface.Messages.Keys];

    public static TheoryData<string> FrameNames => [.. RecordedSurface.Frames];

    public static TheoryData<string> PassedOverNames => [.. RecordedSurface.PassedOver];

    [Fact]
    public void Every_recorded_payload_is_read_or_named_as_out_of_surface()
    {
        var known = RecordedSurface.Messages.Keys
            .Concat(RecordedSurface.Frames).Concat(RecordedSurface.PassedOver).Concat(RecordedSurface.OutOfSurface).ToArray();

        Assert.Equal(known.Order(StringComparer.Ordinal), Reference.PayloadNames().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_field_of_a_message_is_read_as_it_stands(string name)
    {
        var payload = Reference.Payload(name);
        var type = RecordedSurface.Messages[name];

        var read = JsonSerializer.Deserialize(payload, type);

        Assert.Empty(FieldCoverage.Faults(JsonDocument.Parse(payload).RootElement, read, type, Unread));
    }

    [Theory]
    [MemberData(nameof(FrameNames))]
    public void Every_field_of_a_market_frame_is_read_as_it_stands(string name)
    {
        var recorded = JsonDocument.Parse(Reference.Payload(name)).RootElement;

        var read = ReadFrame(recorded);

        foreach (var field in Flat(recorded))
        {
            Assert.True(read.TryGetValue(field.Name, out var value), $"{field.Name} is not read, and not named as unread");
            Assert.True(value is Passed || IsSame(field.Value, value), $"{field.Name}: recorded {field.Value}, read {value}");
        }
    }

    [Theory]
    [MemberData(nameof(PassedOverNames))]
    public void An_event_without_news_of_ours_is_passed_over(string name)
    {
        var frames = new BinanceUserFrames(Some.Account, new KnownPositions(), new OtherCollateral());

        Assert.Null(frames.Decode(Encoding.UTF8.GetBytes(Reference.Payload(name)), DateTimeOffset.UnixEpoch));
    }

    /// <summary>What the client has no use for.</summary>
    private sealed record Passed;

    private static readonly Passed NotRead = new();

    private static HashSet<string> Qualified(params (string Message, string Fields)[] rows) => rows
        .SelectMany(row => row.Fields.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(field => $"{row.Message}.{field}"))
        .ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, object> ReadFrame(JsonElement recorded)
    {
        var bytes = Encoding.UTF8.GetBytes(recorded.GetRawText());
        var symbols = new BinanceSymbols([new InstrumentId(Exchange.Binance, recorded.GetProperty("s").GetString()!)]);
        return recorded.GetProperty("e").GetString() switch
        {
            "bookTicker" => Fields(Assert.IsType<RiskEvent.BookTopChanged>(Market(symbols, bytes))),
            "depthUpdate" => Fields(Topic<TopicNews.Depth>(symbols, bytes)),
            "trade" => Fields(Topic<TopicNews.Trade>(symbols, bytes)),
            "kline" => Fields(Topic<TopicNews.Bar>(symbols, bytes)),
            "24hrTicker" => Fields(Topic<TopicNews.Day>(symbols, bytes)),
            "markPriceUpdate" => Fields(Topic<TopicNews.Premium>(symbols, bytes), Assert.IsType<RiskEvent.MarkPriced>(Market(symbols, bytes))),
            var other => throw new InvalidOperationException($"{other} is no frame that the client reads."),
        };
    }

    private static RiskEvent? Market(BinanceSymbols symbols, byte[] frame) =>
        new BinanceMarketFrames(symbols, new MarketClock(isReplay: false)).Decode(frame, DateTimeOffset.UnixEpoch);

    private static T Topic<T>(BinanceSymbols symbols, byte[] frame)
        where T : TopicNews => Assert.IsType<T>(new BinanceTopicFrames(symbols).Decode(frame));

    private static Dictionary<string, object> Fields(RiskEvent.BookTopChanged top) => With(
        top.Instrument, ("b", top.Bid), ("B", top.BidQuantity), ("a", top.Ask), ("A", top.AskQuantity), ("E", top.Times.VenueAt),
        ("T", top.Times.MarketAt), ("u", NotRead), ("ps", NotRead), ("st", NotRead));

    private static Dictionary<string, object> Fields(TopicNews.Depth depth) => With(
        depth.Instrument, ("U", depth.Diff.First), ("u", depth.Diff.Last), ("pu", depth.Diff.Previous), ("T", depth.Diff.At),
        ("b", depth.Diff.Bids), ("a", depth.Diff.Asks), ("E", NotRead), ("ps", NotRead), ("st", NotRead));

    private static Dictionary<string, object> Fields(TopicNews.Trade trade) => With(
        trade.Instrument, ("t", trade.Value.Id), ("p", trade.Value.Price), ("q", trade.Value.Quantity), ("m", trade.Value.BuyerIsMaker),
        ("T", trade.Value.At), ("E", NotRead), ("X", NotRead));

    private static Dictionary<string, object> Fields(TopicNews.Bar bar) => With(
        bar.Instrument, ("k.t", bar.Candle.OpenAt), ("k.o", bar.Candle.Open), ("k.h", bar.Candle.High), ("k.l", bar.Candle.Low),
        ("k.c", bar.Candle.Close), ("k.v", bar.Candle.Volume), ("k.x", bar.IsClosed), ("k.i", BinanceIntervals.Word(bar.Interval)),
        ("k.s", bar.Instrument.Symbol), ("E", NotRead), ("k.T", NotRead), ("k.f", NotRead), ("k.L", NotRead), ("k.n", NotRead), ("k.q", NotRead),
        ("k.V", NotRead), ("k.Q", NotRead), ("k.B", NotRead), ("ps", NotRead), ("st", NotRead));

    private static Dictionary<string, object> Fields(TopicNews.Day day) => With(
        day.Instrument, ("c", day.Ticker.Last!), ("h", day.Ticker.High24!), ("l", day.Ticker.Low24!), ("v", day.Ticker.Volume24!),
        ("q", day.Ticker.QuoteVolume24!), ("P", day.Ticker.ChangeFraction24! * 100), ("C", day.Ticker.At), ("E", NotRead), ("p", NotRead),
        ("w", NotRead), ("Q", NotRead), ("o", NotRead), ("O", NotRead), ("F", NotRead), ("L", NotRead), ("n", NotRead), ("ps", NotRead),
        ("st", NotRead));

    private static Dictionary<string, object> Fields(TopicNews.Premium premium, RiskEvent.MarkPriced mark)
    {
        Assert.Equal((premium.Ticker.Mark, premium.Ticker.Index), (mark.Mark, mark.Index));
        return With(
            premium.Instrument, ("p", premium.Ticker.Mark!), ("i", premium.Ticker.Index!), ("r", premium.Ticker.FundingRate!),
            ("T", premium.Ticker.NextFundingAt!), ("E", premium.Ticker.At), ("P", NotRead), ("ap", NotRead), ("ps", NotRead), ("st", NotRead));
    }

    private static Dictionary<string, object> With(InstrumentId instrument, params (string Name, object Value)[] fields)
    {
        var all = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        (all["s"], all["e"]) = (instrument.Symbol, NotRead);
        return all;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flat(JsonElement recorded) => recorded.EnumerateObject().SelectMany(
        field => field.Value.ValueKind == JsonValueKind.Object
            ? field.Value.EnumerateObject().Select(inner => ($"{field.Name}.{inner.Name}", inner.Value))
            : [(field.Name, field.Value)]);

    private static bool IsSame(JsonElement recorded, object read) => read switch
    {
        string text => recorded.GetString() == text,
        bool flag => recorded.GetBoolean() == flag,
        DateTimeOffset at => recorded.GetInt64() == at.ToUnixTimeMilliseconds(),
        BookLevel[] levels => recorded.EnumerateArray().Select(row => (Number(row[0]), Number(row[1])))
            .SequenceEqual(levels.Select(level => (level.Price, level.Quantity))),
        IConvertible number => Number(recorded) == number.ToDecimal(CultureInfo.InvariantCulture),
        _ => false,
    };

    private static decimal Number(JsonElement text) => decimal.Parse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
