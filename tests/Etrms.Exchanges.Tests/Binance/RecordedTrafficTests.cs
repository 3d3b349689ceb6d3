using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Payloads recorded on the real venue or printed in its documentation, read with the client's own readers.</summary>
public sealed class RecordedTrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_order_of_the_testnet()
    {
        var order = Answer("rest.live2026.order-new", BinanceJson.Default.OrderMessage).ToOrder();

        Assert.Equal(
            ("28580357696", "pulsetrade-rec-1789116070165", OrderType.Limit, OrderStatus.New, 74260.40m, 0.0008m, 0m),
            (order.OrderId, order.ClientOrderId, order.Type, order.Status, order.Price, order.Quantity, order.AveragePrice));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1789116070010), order.UpdatedAt);
    }

    [Fact]
    public void A_documented_order_and_a_documented_list()
    {
        var order = Answer("rest.official.query_order", BinanceJson.Default.OrderMessage).ToOrder();
        var listed = Answer("rest.official.current_all_open_orders", BinanceJson.Default.OrderMessageArray).Single().ToOrder();

        Assert.Equal((OrderType.TrailingStopMarket, PositionSide.Short, 9300m, 0.40m), (order.Type, order.PositionSide, order.TriggerPrice, order.Quantity));
        Assert.Equal("1917641", listed.OrderId);
    }

    [Fact]
    public void A_conditional_order_of_the_testnet()
    {
        var order = Answer("rest.live2026.algo-query-still-new", BinanceJson.Default.AlgoOrderMessage).ToOrder();

        Assert.Equal(
            ("1000000204743716", OrderType.StopMarket, OrderStatus.New, 74457.10m, TriggerPriceType.MarkPrice, true),
            (order.OrderId, order.Type, order.Status, order.TriggerPrice, order.TriggerBy, order.IsConditional));
    }

    [Fact]
    public void A_conditional_order_that_calls_its_type_by_the_other_name()
    {
        var order = Answer("rest.nautilus.open_algo_orders", BinanceJson.Default.AlgoOrderMessageArray).Single().ToOrder();

        Assert.Equal((OrderType.StopMarket, OrderSide.Buy, 45000m), (order.Type, order.Side, order.TriggerPrice));
    }

    [Fact]
    public void Answers_that_only_say_done()
    {
        Assert.Equal("success", Answer("rest.official.cancel_algo_order", BinanceJson.Default.DoneMessage).Message);
        Assert.StartsWith("The operation", Answer("rest.live2026.cancelAll", BinanceJson.Default.DoneMessage).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_and_its_settings()
    {
        var balance = Answer("rest.official.account_information_v3", BinanceJson.Default.AccountMessage).ToBalance();
        var configs = Answer("rest.nautilus.http_futures_account_symbol_config", BinanceJson.Default.SymbolConfigMessageArray);

        Assert.Equal((126.72469206m, 126.72469206m), (balance.WalletBalance, balance.AvailableBalance));
        Assert.Equal([("ETHUSDT", 20, "CROSSED"), ("BTCUSDT", 25, "ISOLATED")], configs.Select(config => (config.Symbol, config.Leverage, config.MarginType)));
    }

    [Fact]
    public void A_fill_of_the_account()
    {
        var fill = Answer("rest.official.account_trade_list", BinanceJson.Default.UserTradeMessageArray).Single().ToFill();

        Assert.Equal(
            ("698759", OrderSide.Sell, PositionSide.Short, 7819.01m, 0.002m, 0.07819010m, -0.91539999m),
            (fill.TradeId, fill.Side, fill.PositionSide, fill.Price, fill.Quantity, fill.Fee, fill.RealizedPnl));
    }

    [Fact]
    public void The_brackets_of_the_documentation()
    {
        var tables = Answer("rest.binancenet.Account.GetBrackets", BinanceJson.Default.SymbolBracketsMessageArray);

        var bracket = tables[0].Brackets[0];

        Assert.True(bracket is { Bracket: > 0, InitialLeverage: > 0, MaintMarginRatio: > 0 });
    }

    [Fact]
    public void An_unknown_order_is_told_as_such()
    {
        var outcome = BinanceFailures.From<Order>(
            System.Net.HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes(Reference.Payload("rest.live2026.err-no-order")), retryAfter: null);

        Assert.Equal(BinanceFailures.NoSuchOrder, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Code);
    }

    [Fact]
    public void A_mark_price()
    {
        var mark = Assert.IsType<RiskEvent.MarkPriced>(Market("ws.nautilus.mark_price_stream", "BTCUSDT"));

        Assert.Equal((11794.15m, 11784.62659091m), (mark.Mark, mark.Index));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1562305380000), mark.Times.VenueAt);
    }

    [Theory]
    [InlineData("ws.nautilus.book_ticker_stream")]
    [InlineData("ws.binancenet.BookTicker")]
    [InlineData("ws.official.individual_symbol_book_ticker_streams")]
    public void A_book_top(string name)
    {
        var top = Assert.IsType<RiskEvent.BookTopChanged>(Market(name, "BNBUSDT"));

        Assert.Equal((25.3519m, 31.21m, 25.3652m, 40.66m), (top.Bid, top.BidQuantity, top.Ask, top.AskQuantity));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1568014460891), top.Times.MarketAt);
    }

    [Theory]
    [InlineData("ws.nautilus.trade_stream")]
    [InlineData("ws.nautilus.depth_update_stream")]
    [InlineData("ws.nautilus.kline_stream_closed")]
    [InlineData("ws.nautilus.liquidation_stream")]
    [InlineData("ws.official.contract_info_stream")]
    public void Other_market_frames_are_passed_over(string name)
    {
        Assert.Null(Market(name, "BTCUSDT"));
    }

    [Theory]
    [InlineData("ws.nautilus.order_update_trade_partial", "12345678", 0.001, 7100.50)]
    [InlineData("ws.nautilus.order_update_settlement", "12346002", 0.010, 50000)]
    [InlineData("ws.nautilus.ws_futures_order_update_adl_filled", "2233445566", 1, 2500)]
    [InlineData("ws.nautilus.order_update_delivery", "12346003", 1, 70000)]
    public void An_execution_is_a_fill_and_a_change_of_its_order(string name, string tradeId, double quantity, double price)
    {
        var events = Assert.IsType<UserNews.Changed>(User(name)).Events;

        var fill = Assert.IsType<RiskEvent.Filled>(events[0]).Fill;
        Assert.Equal((tradeId, (decimal)quantity, (decimal)price), (fill.TradeId, fill.Quantity, fill.Price));
        Assert.IsType<RiskEvent.OrderChanged>(events[1]);
    }

    [Theory]
    [InlineData("ws.nautilus.order_update_calculated_pending")]
    [InlineData("ws.nautilus.order_update_new")]
    [InlineData("ws.binancenet.OrderUpdate")]
    public void An_update_without_execution_is_no_fill(string name)
    {
        var only = Assert.Single(Assert.IsType<UserNews.Changed>(User(name)).Events);

        Assert.Equal(OrderStatus.New, Assert.IsType<RiskEvent.OrderChanged>(only).Order.Status);
    }

    [Theory]
    [InlineData("ws.live2026.algo-canceled", OrderStatus.Canceled)]
    [InlineData("ws.binancenet.AlgoOrderUpdate", OrderStatus.Canceled)]
    [InlineData("ws.nautilus.ws_futures_algo_update_triggered", OrderStatus.New)]
    [InlineData("ws.nautilus.ws_futures_algo_update_finished_canceled", OrderStatus.Canceled)]
    [InlineData("ws.nautilus.ws_futures_algo_update_finished", OrderStatus.Filled)]
    public void A_conditional_order_ends_as_the_order_born_from_it(string name, OrderStatus expected)
    {
        var order = Assert.IsType<RiskEvent.OrderChanged>(Assert.Single(Assert.IsType<UserNews.Changed>(User(name)).Events)).Order;

        Assert.True(order.IsConditional);
        Assert.Equal(expected, order.Status);
    }

    [Fact]
    public void An_account_update_in_hedge_mode()
    {
        var events = Assert.IsType<UserNews.Changed>(User("ws.binancenet.AccountUpdate")).Events;

        var positions = events.OfType<RiskEvent.PositionChanged>().Select(change => change.Position).ToArray();
        Assert.Equal([0m, 20m, -10m], positions.Select(position => position.Quantity));
        Assert.Equal([PositionSide.Both, PositionSide.Long, PositionSide.Short], positions.Select(position => position.Side));
        Assert.Equal((MarginMode.Isolated, 6563.665m + 142.5106m), (positions[1].MarginMode, positions[1].MarkPrice));
        Assert.Equal(122624.12345678m, events.OfType<RiskEvent.BalanceChanged>().First().WalletBalance);
    }

    [Theory]
    [InlineData("ws.live2026.trade-lite")]
    [InlineData("ws.nautilus.ws_futures_trade_lite")]
    public void A_short_fill_is_passed_over(string name)
    {
        Assert.Null(User(name));
    }

    private static T Answer<T>(string name, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Reference.Payload(name), type)!;

    private static RiskEvent? Market(string name, string symbol) =>
        new BinanceMarketFrames(new([new InstrumentId(Exchange.Binance, symbol)]), new MarketClock(isReplay: false))
            .Decode(Encoding.UTF8.GetBytes(Reference.Payload(name)), Now);

    private static UserNews? User(string name) =>
        new BinanceUserFrames(Some.Account, new KnownPositions(), new OtherCollateral()).Decode(Encoding.UTF8.GetBytes(Reference.Payload(name)), Now);
}
