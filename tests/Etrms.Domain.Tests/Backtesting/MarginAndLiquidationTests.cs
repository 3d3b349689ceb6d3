using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class MarginAndLiquidationTests
{
    [Fact]
    public void An_order_beyond_the_available_margin_is_refused()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 5, bench.Tick());

        Assert.Equal(RefusalReason.InsufficientMargin, bench.Limit(OrderSide.Buy, 51, 100).Refusal);
        Assert.True(bench.Limit(OrderSide.Buy, 50, 100).IsAccepted);
        Assert.Equal(RefusalReason.InsufficientMargin, bench.Limit(OrderSide.Buy, 0.1m, 100).Refusal);
    }

    [Fact]
    public void Resting_orders_bind_the_worse_side_only()
    {
        var bench = new Bench(deposit: 10_000).At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 10, bench.Tick());

        bench.Limit(OrderSide.Buy, 10, 99);
        bench.Limit(OrderSide.Sell, 5, 101);

        Assert.Equal(99, bench.View.OpenOrderInitialMargin);
        Assert.Equal(10_000 - 99, bench.View.AvailableBalance);
        Assert.Equal((990m, 505m), (bench.Position()!.BidNotional, bench.Position()!.AskNotional));
    }

    [Fact]
    public void Orders_that_close_bind_nothing()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 10, bench.Tick());
        bench.Market(OrderSide.Buy, 80);

        Assert.True(bench.Limit(OrderSide.Sell, 80, 110).IsAccepted);
        Assert.Equal(0, bench.View.OpenOrderInitialMargin);
    }

    [Fact]
    public void Leverage_limits_the_notional_by_the_brackets()
    {
        var bench = new Bench(deposit: 1_000_000).At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 125, bench.Tick());

        Assert.Equal(RefusalReason.PositionLimitForLeverage, bench.Limit(OrderSide.Buy, 501, 100).Refusal);
        Assert.Equal(50_000, bench.Exchange.ReadSettings(Bench.Account, Bench.Btc.Id)!.MaxNotional);
        Assert.Equal(RefusalReason.LeverageOutOfRange, bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 126, bench.Tick()).Refusal);
    }

    [Fact]
    public void A_position_is_liquidated_at_its_liquidation_price_and_not_before()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Market(OrderSide.Buy, 100);
        var price = bench.Position()!.LiquidationPrice!.Value;

        bench.Mark(price + 0.01m);
        Assert.Empty(bench.Heard<ExchangeEvent.Liquidated>());
        bench.Mark(price - 0.01m);

        Assert.Single(bench.Heard<ExchangeEvent.Liquidated>());
        Assert.Null(bench.Position());
        Assert.StartsWith("autoclose-", bench.Exchange.OrderHistory(Bench.Account).Last().ClientOrderId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_margin_call_comes_before_the_liquidation_and_once()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Market(OrderSide.Buy, 100);
        var price = bench.Position()!.LiquidationPrice!.Value;

        bench.Mark(price + 0.08m);
        bench.Mark(price + 0.05m);

        Assert.Single(bench.Heard<ExchangeEvent.MarginCalled>());
        Assert.NotNull(bench.Position());
    }

    [Fact]
    public void A_gap_through_bankruptcy_costs_the_fund_and_leaves_the_wallet_at_zero()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Market(OrderSide.Buy, 100);

        bench.Show([(80, 1_000)], [(80.1m, 1_000)]);
        bench.Mark(80);

        Assert.InRange(bench.Wallet, 0, 10);
        Assert.InRange(bench.Exchange.InsuranceFund, -1_100, -900);
        Assert.Null(bench.Position());
    }

    [Fact]
    public void Liquidation_cancels_orders_and_takes_the_heaviest_position_first()
    {
        var bench = new Bench(deposit: 2_000).At(100).At(100, instrument: Bench.Eth);
        bench.Market(OrderSide.Buy, 150);
        bench.Market(OrderSide.Buy, 1, instrument: Bench.Eth);
        bench.Limit(OrderSide.Buy, 1, 90.5m);

        bench.At(decimal.Floor(bench.Position()!.LiquidationPrice!.Value));

        Assert.Empty(bench.Exchange.OpenOrders(Bench.Account, null));
        Assert.Equal([Bench.Btc.Id, Bench.Eth.Id], bench.Heard<ExchangeEvent.Liquidated>().Select(fact => fact.Order.Instrument));
        Assert.InRange(bench.View.MarginBalance, 0, 1);
    }

    [Fact]
    public void An_isolated_position_loses_no_more_than_its_own_wallet()
    {
        var bench = new Bench(deposit: 10_000).At(100);
        bench.Exchange.SetMarginMode(Bench.Account, Bench.Btc.Id, MarginMode.Isolated, bench.Tick());
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 10, bench.Tick());
        bench.Market(OrderSide.Buy, 100);
        Assert.Equal(1_001, bench.Position()!.IsolatedWallet);
        var price = bench.Position()!.LiquidationPrice!.Value;

        bench.At(decimal.Floor(price));

        Assert.Null(bench.Position());
        Assert.InRange(bench.Wallet, 10_000 - 1_001 - 10, 10_000 - 900);
    }

    [Fact]
    public void Margin_mode_position_mode_and_leverage_refuse_by_name()
    {
        var bench = new Bench().At(100);
        var (exchange, id) = (bench.Exchange, Bench.Btc.Id);
        Assert.Equal(RefusalReason.MarginModeUnchanged, exchange.SetMarginMode(Bench.Account, id, MarginMode.Cross, bench.Tick()).Refusal);
        Assert.Equal(RefusalReason.PositionModeUnchanged, exchange.SetHedgeMode(Bench.Account, false).Refusal);

        bench.Limit(OrderSide.Buy, 1, 90.5m);
        Assert.Equal(RefusalReason.MarginModeHasOrders, exchange.SetMarginMode(Bench.Account, id, MarginMode.Isolated, bench.Tick()).Refusal);
        Assert.Equal(RefusalReason.PositionModeHasOrders, exchange.SetHedgeMode(Bench.Account, true).Refusal);

        bench.Market(OrderSide.Buy, 1);
        Assert.Equal(RefusalReason.MarginModeHasPosition, exchange.SetMarginMode(Bench.Account, id, MarginMode.Isolated, bench.Tick()).Refusal);
        Assert.Equal(RefusalReason.PositionModeHasPosition, exchange.SetHedgeMode(Bench.Account, true).Refusal);
    }

    [Fact]
    public void Hedge_legs_live_side_by_side_and_closing_orders_name_theirs()
    {
        var bench = new Bench().At(100);
        bench.Exchange.SetHedgeMode(Bench.Account, true);

        Assert.True(bench.Send(Leg(OrderSide.Buy, PositionSide.Long, 2)).IsAccepted);
        Assert.True(bench.Send(Leg(OrderSide.Sell, PositionSide.Short, 3)).IsAccepted);
        var closed = bench.Send(Leg(OrderSide.Sell, PositionSide.Long, 5)).Value!;

        Assert.Equal(2, closed.FilledQuantity);
        Assert.Null(bench.Position(side: PositionSide.Long));
        Assert.Equal(-3, bench.Position(side: PositionSide.Short)!.Quantity);
        Assert.Equal(RefusalReason.PositionSideMismatch, bench.Market(OrderSide.Buy, 1).Refusal);
        Assert.Equal(RefusalReason.ReduceOnlyRejected, bench.Send(Leg(OrderSide.Sell, PositionSide.Long, 1)).Refusal);
    }

    /// <summary>The worked example of Binance's public FAQ, run through accounts instead of the formula.</summary>
    [Theory]
    [InlineData("binance.liq.faq.cross.ETH", MarginMode.Cross)]
    [InlineData("binance.liq.faq.isolated.ETH", MarginMode.Isolated)]
    public void Published_liquidation_prices_come_out_to_the_cent(string id, MarginMode mode)
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set ETRMS_REFERENCE to the folder with the reference vectors.");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "vectors", "exchange", "liquidation.json")));
        var vector = document.RootElement.GetProperty("vectors").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);
        var eth = WithBracket("ETHUSDT", vector);
        var others = vector.GetProperty("other").EnumerateArray().Select(other => (Contract: WithBracket("BTCUSDT", other), Vector: other)).ToList();
        var rules = new ExchangeRules { TakerFee = 0 };
        var bench = new Bench(Number(vector, "walletBalance"), rules, [eth, .. others.Select(other => other.Contract)]);

        foreach (var (contract, other) in others.Append((eth, vector)))
        {
            bench.Show([(Number(other, "entryPrice"), 10_000)], [(Number(other, "entryPrice"), 10_000)], contract);
            bench.Mark(Number(other, "entryPrice"), contract);
            bench.Exchange.SetLeverage(Bench.Account, contract.Id, 100, bench.Tick());
            bench.Exchange.SetMarginMode(Bench.Account, contract.Id, mode, bench.Tick());
            Assert.True(bench.Market(OrderSide.Buy, Number(other, "size"), instrument: contract).IsAccepted);
            if (mode == MarginMode.Isolated)
            {
                bench.Exchange.AdjustIsolatedMargin(Bench.Account, (eth.Id, PositionSide.Both), bench.View.AvailableBalance, bench.Tick());
            }

            bench.Mark(other.TryGetProperty("markPrice", out _) ? Number(other, "markPrice") : Number(other, "entryPrice"), contract);
        }

        Assert.Equal(Number(vector, "expectedLiquidationPrice"), decimal.Round(bench.Position(eth)!.LiquidationPrice!.Value, 2));
    }

    private static OrderRequest Leg(OrderSide side, PositionSide leg, decimal quantity) => new()
    {
        Instrument = Bench.Btc.Id,
        Side = side,
        PositionSide = leg,
        Type = OrderType.Market,
        Quantity = quantity,
    };

    private static Instrument WithBracket(string symbol, JsonElement vector) => Bench.Contract(symbol, 0.01m, 0.001m) with
    {
        Brackets = [new LeverageBracket(1, 125, 0, 1_000_000_000, Number(vector, "mmRate"), Number(vector, "cum"))],
    };

    private static decimal Number(JsonElement vector, string name) =>
        decimal.Parse(vector.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
