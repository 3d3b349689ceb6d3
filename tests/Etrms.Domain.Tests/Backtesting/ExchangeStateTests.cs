using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class ExchangeStateTests
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    [Fact]
    public void A_restored_exchange_goes_on_as_if_it_had_never_stopped()
    {
        var lived = Lived();
        var text = JsonSerializer.Serialize(lived.Exchange.Export(history: 100), Json);
        var events = new List<ExchangeEvent>();
        var restored = new SimulatedExchange([Bench.Btc, Bench.Eth], new ExchangeRules(), events.Add);

        restored.Import(JsonSerializer.Deserialize<ExchangeState>(text, Json)!);
        restored.MoveMark(Bench.Btc.Id, 100, Bench.Start);

        Assert.Empty(events);
        Assert.Equal(JsonSerializer.Serialize(lived.View), JsonSerializer.Serialize(restored.ReadAccount(Bench.Account)));
        var seen = lived.Events.Count;
        lived.At(94);
        var book = new OrderBook([new BookLevel(94, 1_000)], [new BookLevel(94.1m, 1_000)]);
        var at = lived.Events[^1].At;
        restored.MoveBook(Bench.Btc.Id, book, at);
        restored.MoveMark(Bench.Btc.Id, 94, at);
        Assert.Equal(lived.Events.Skip(seen).Select(Text), events.Select(Text));
    }

    [Fact]
    public void A_state_with_a_contract_that_is_not_listed_is_refused()
    {
        var state = Lived().Exchange.Export(history: 0);
        var other = new SimulatedExchange([Bench.Eth], new ExchangeRules(), _ => { });

        var failure = Assert.Throws<InvalidOperationException>(() => other.Import(state));

        Assert.Contains("BTCUSDT", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void History_beyond_the_asked_length_stays_behind_but_open_orders_never_do()
    {
        var state = Lived().Exchange.Export(history: 1);

        var account = Assert.Single(state.Accounts);
        Assert.Single(account.Trades);
        Assert.Equal(OrderStatus.New, Assert.Single(account.Orders, order => order.IsOpen).Status);
        Assert.Single(account.Conditionals, order => order.IsOpen);
    }

    private static Bench Lived()
    {
        var bench = new Bench().At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 7, bench.Tick());
        bench.Market(OrderSide.Buy, 3);
        bench.Market(OrderSide.Sell, 1, reduceOnly: true);
        bench.Limit(OrderSide.Sell, 1, 104);
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95));
        return bench;
    }

    private static string Text(ExchangeEvent fact) => JsonSerializer.Serialize(fact, fact.GetType());
}
