using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>
/// What the venue was recorded saying. Each payload is read into our wire shape: whatever the recording says must be found there with the same value.
/// </summary>
public sealed class RecordedPayloadTests
{
    private const string Folder = "hyperliquid-responses";

    /// <summary>What an answer holds is only known when its status is.</summary>
    private static readonly Dictionary<string, JsonTypeInfo> Later = new()
    {
        ["ActionAnswerMessage.response"] = HyperliquidJson.Default.ActionResponseMessage,
        ["ActionResponseMessage.data"] = HyperliquidJson.Default.ActionDataMessage,
        ["ActionDataMessage.statuses"] = HyperliquidJson.Default.ActionStatusMessage,
    };

    /// <summary>A frame that is not subscribed, of contexts that are read elsewhere.</summary>
    private const string AllContexts = "ws.nautilus.ws_all_dexs_asset_ctxs";

    private static readonly Dictionary<string, JsonTypeInfo> Surface = new()
    {
        ["info.cassette.get_candles_snapshot.1"] = HyperliquidJson.Default.CandleMessageArray,
        ["info.cassette.get_funding_history.1684811870000.1"] = HyperliquidJson.Default.FundingRateMessageArray,
        ["info.cassette.get_funding_history.None.1"] = HyperliquidJson.Default.FundingRateMessageArray,
        ["info.cassette.get_info"] = HyperliquidJson.Default.MetaMessage,
        ["info.cassette.get_l2_snapshot.1"] = HyperliquidJson.Default.BookMessage,
        ["info.cassette.get_user_fills"] = HyperliquidJson.Default.FillMessageArray,
        ["info.cassette.get_user_state"] = HyperliquidJson.Default.ClearinghouseMessage,
        ["info.cassette.user_funding_history_with_end_time"] = HyperliquidJson.Default.FundingPaymentMessageArray,
        ["info.cassette.user_funding_history_without_end_time"] = HyperliquidJson.Default.FundingPaymentMessageArray,
        ["info.cassette.user_non_funding_ledger_updates_with_end_time"] = HyperliquidJson.Default.LedgerUpdateMessageArray,
        ["info.cassette.user_rate_limit"] = HyperliquidJson.Default.RateLimitMessage,
        ["info.ccxt.historicalOrders.same_oid_twice"] = HyperliquidJson.Default.OrderUpdateMessageArray,
        ["info.ccxt.userFills.liquidation_and_builderFee"] = HyperliquidJson.Default.FillMessageArray,
        ["info.nautilus.http_funding_history"] = HyperliquidJson.Default.FundingRateMessageArray,
        ["info.nautilus.http_l2_book_btc"] = HyperliquidJson.Default.BookMessage,
        ["info.nautilus.http_meta_perp_sample"] = HyperliquidJson.Default.MetaMessage,
        ["info.nautilus.http_recent_trades_btc"] = HyperliquidJson.Default.TradeMessageArray,
        ["info.nautilus.http_spot_clearinghouse_state"] = HyperliquidJson.Default.SpotStateMessage,
        ["info.nautilus.http_user_fills_dust_conversion"] = HyperliquidJson.Default.FillMessageArray,
        ["info.unknownOid"] = HyperliquidJson.Default.OrderStatusMessage,
        ["exchange.err.cancel_missing"] = HyperliquidJson.Default.ActionAnswerMessage,
        ["exchange.err.schedule_cancel_volume"] = HyperliquidJson.Default.ActionAnswerMessage,
        ["rest.hyperliquidnet.Futures.Trading.SetLeverage"] = HyperliquidJson.Default.ActionAnswerMessage,
        ["rest.hyperliquidnet.Futures.Account.GetAccountInfo"] = HyperliquidJson.Default.ClearinghouseMessage,
        ["rest.hyperliquidnet.Futures.Account.GetFundingHistory"] = HyperliquidJson.Default.FundingPaymentMessageArray,
        ["rest.hyperliquidnet.Futures.ExchangeData.GetFundingRateHistory"] = HyperliquidJson.Default.FundingRateMessageArray,
        ["rest.hyperliquidnet.Spot.Account.GetAccountLedger"] = HyperliquidJson.Default.LedgerUpdateMessageArray,
        ["rest.hyperliquidnet.Spot.Account.GetRateLimits"] = HyperliquidJson.Default.RateLimitMessage,
        ["rest.hyperliquidnet.Spot.ExchangeData.GetKlines"] = HyperliquidJson.Default.CandleMessageArray,
        ["rest.hyperliquidnet.Spot.ExchangeData.GetOrderBook"] = HyperliquidJson.Default.BookMessage,
        ["rest.hyperliquidnet.Spot.Trading.GetOpenOrdersExtended"] = HyperliquidJson.Default.OrderMessageArray,
        ["rest.hyperliquidnet.Spot.Trading.GetUserTrades"] = HyperliquidJson.Default.FillMessageArray,
        ["ws.hyperliquidnet.BookTicker"] = HyperliquidJson.Default.FrameBookTopMessage,
        ["ws.hyperliquidnet.OrderBook"] = HyperliquidJson.Default.FrameBookMessage,
        ["ws.nautilus.ws_user_fill_liquidation"] = HyperliquidJson.Default.FrameUserFillsMessage,
    };

    /// <summary>Staking, vaults, spot tokens, sub-account lists and the like: ETRMS asks for none of them.</summary>
    private static readonly HashSet<string> OutOfSurface =
    [
        "info.cassette.delegator_history", "info.cassette.get_all_mids", "info.cassette.user_twap_slice_fills",
        "info.cassette.user_vault_equities", "rest.hyperliquidnet.Futures.ExchangeData.GetSymbolsAtMaxOpenInterest",
        "rest.hyperliquidnet.Spot.Account.GetApprovedBuilderFee", "rest.hyperliquidnet.Spot.Account.GetSubAccounts2",
        "rest.hyperliquidnet.Spot.ExchangeData.GetAssetInfo", "rest.hyperliquidnet.Spot.ExchangeData.GetExchangeInfo",
        "rest.hyperliquidnet.Spot.ExchangeData.GetPrices", "ws.hyperliquidnet.Prices",
    ];

    public static TheoryData<string> Names => [.. Surface.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_of_a_recorded_payload_is_read(string name)
    {
        Assert.Empty(new FieldCoverage(Later).Faults(Payload(name), Surface[name]));
    }

    [Fact]
    public void Every_field_of_the_contexts_of_all_markets_is_read()
    {
        var markets = Payload(AllContexts).GetProperty("data").GetProperty("ctxs").EnumerateArray().Select(market => market[1]).ToArray();

        Assert.NotEmpty(markets);
        Assert.All(markets, contexts => Assert.Empty(new FieldCoverage().Faults(contexts, HyperliquidJson.Default.AssetContextMessageArray)));
    }

    [Fact]
    public void Every_recorded_payload_is_known()
    {
        var files = Directory.EnumerateFiles(Reference.Folder(Folder)).Select(file => Path.GetFileNameWithoutExtension(file)!);

        Assert.Empty(files.Except(Surface.Keys).Except(OutOfSurface).Except([AllContexts]));
    }

    [Fact]
    public void A_recorded_account_becomes_balance_and_positions()
    {
        var state = Read(HyperliquidJson.Default.ClearinghouseMessage, "rest.hyperliquidnet.Futures.Account.GetAccountInfo");

        var positions = state.ToPositions(ContractList.Empty, default);
        var balance = state.ToBalance(spot: null, positions);

        var hype = Assert.Single(positions);
        Assert.Equal(("HYPE", 2m, 37.829m, 37.826m), (hype.Instrument.Symbol, hype.Quantity, hype.EntryPrice, hype.MarkPrice));
        Assert.Equal((MarginMode.Isolated, 7.525754m, 10), (hype.MarginMode, hype.IsolatedMargin, hype.Leverage));
        Assert.Equal((-0.006m, 35.8559189474m, 7.5652m), (hype.UnrealizedPnl, hype.LiquidationPrice, hype.InitialMargin));
        Assert.Equal(("USDC", 83.313638m, 83.307638m, -0.006m), (balance.Asset, balance.WalletBalance, balance.MarginBalance, balance.UnrealizedPnl));
        Assert.Equal((7.525754m, 75.781884m), (balance.InitialMargin, balance.AvailableBalance));
    }

    [Fact]
    public void Under_one_account_for_everything_the_spot_side_is_the_truth()
    {
        var account = Payload("rest.hyperliquidnet.Spot.Account.GetSubAccounts2")[0];
        var state = account.GetProperty("dexToClearinghouseState")[0][1].Deserialize(HyperliquidJson.Default.ClearinghouseMessage)!;
        var spot = account.GetProperty("spotState").Deserialize(HyperliquidJson.Default.SpotStateMessage)!;

        var balance = state.ToBalance(spot, []);

        // The venue's own figure of what is left after maintenance is 870.98516812.
        Assert.Equal(870.98516804m, balance.MarginBalance - balance.MaintenanceMargin);
        Assert.Equal((894.08996004m, 140.43677994m, 753.6531801m), (balance.MarginBalance, balance.InitialMargin, balance.AvailableBalance));
    }

    [Fact]
    public void Recorded_fills_of_other_markets_are_not_this_accounts()
    {
        var fills = Read(HyperliquidJson.Default.FillMessageArray, "info.ccxt.userFills.liquidation_and_builderFee").Select(row => row.ToFill("")).ToList();

        var first = fills[0]!;
        Assert.Equal(("882779857052503", "314848230306", 33.209m, 0.73m), (first.TradeId, first.OrderId, first.Price, first.Quantity));
        Assert.Equal((0.012896m, "USDC", false, OrderSide.Buy), (first.Fee, first.FeeAsset, first.IsMaker, first.Side));
        Assert.Null(fills[1]);
    }

    [Fact]
    public void An_answer_to_a_cancel_that_came_too_late_says_so()
    {
        var answer = ActionAnswer.From(Bytes("exchange.err.cancel_missing"), HyperliquidAction.Cancel([(1, 1)]));

        Assert.True(HyperliquidFailures.IsUnknownOrder(Assert.IsType<ActionStatus.Failed>(answer.Statuses[0]).Text));
    }

    [Fact]
    public void A_refusal_of_the_whole_action_carries_its_text()
    {
        var answer = ActionAnswer.From(Bytes("exchange.err.schedule_cancel_volume"), HyperliquidAction.ScheduleCancel(null));

        Assert.Equal(RejectionClass.Fatal, HyperliquidFailures.OfText(answer.Refusal!).Class);
        Assert.Empty(answer.Statuses);
    }

    [Fact]
    public void An_action_that_is_simply_done_has_no_statuses()
    {
        var answer = ActionAnswer.From(Bytes("rest.hyperliquidnet.Futures.Trading.SetLeverage"), HyperliquidAction.UpdateLeverage(1, true, 5));

        Assert.Null(answer.Refusal);
        Assert.Empty(answer.Statuses);
    }

    [Fact]
    public void A_recorded_resting_order_is_read_with_its_time_in_force()
    {
        var order = Read(HyperliquidJson.Default.OrderMessageArray, "rest.hyperliquidnet.Spot.Trading.GetOpenOrdersExtended")[0].ToOpenOrder();

        Assert.Equal(("123", OrderType.Limit, OrderStatus.New, TimeInForce.GoodTillCancel), (order.OrderId, order.Type, order.Status, order.TimeInForce));
        Assert.Equal((21.0m, 1.0m, 0m, false), (order.Price, order.Quantity, order.FilledQuantity, order.IsConditional));
    }

    private static T Read<T>(JsonTypeInfo<T> shape, string name) => Payload(name).Deserialize(shape)!;

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(Payload(name).GetRawText());

    private static JsonElement Payload(string name)
    {
        var recorded = Reference.Exchange(Path.Combine(Folder, name + ".json"));
        return recorded.TryGetProperty("body", out var body) ? body : recorded.GetProperty("message");
    }
}
