using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class WalletTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200);

    [Fact]
    public void A_round_trip_changes_the_wallet_by_profit_less_both_fees()
    {
        var bench = new Bench().At(100);

        bench.Market(OrderSide.Buy, 10);
        bench.At(110);
        bench.Market(OrderSide.Sell, 10, reduceOnly: true);

        var fees = ((1_001 + 1_100) * 0.0005m);
        Assert.Equal(100_000 + 99 - fees, bench.Wallet);
        Assert.Equal([LedgerKind.Transfer, LedgerKind.Commission, LedgerKind.RealizedPnl, LedgerKind.Commission],
            bench.Exchange.Ledger(Bench.Account).Select(entry => entry.Kind));
    }

    [Fact]
    public void Adding_averages_the_entry_and_reducing_keeps_it()
    {
        var bench = new Bench().At(100);
        bench.Show([(99, 10)], [(100, 10)]);
        bench.Market(OrderSide.Buy, 1);
        bench.Show([(109, 10)], [(110, 10)]);
        bench.Mark(110);
        bench.Market(OrderSide.Buy, 3);
        Assert.Equal((4m, 107.5m), (bench.Position()!.Quantity, bench.Position()!.EntryPrice));

        bench.Market(OrderSide.Sell, 2, reduceOnly: true);

        Assert.Equal((2m, 107.5m, 3m), (bench.Position()!.Quantity, bench.Position()!.EntryPrice, bench.Position()!.AccumulatedRealized));
    }

    [Fact]
    public void An_order_through_zero_closes_first_and_opens_the_rest_at_the_new_price()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);
        bench.At(120);

        bench.Market(OrderSide.Sell, 3);

        Assert.Equal((-2m, 120m, 0m), (bench.Position()!.Quantity, bench.Position()!.EntryPrice, bench.Position()!.UnrealizedPnl));
        Assert.Equal(19.9m, Assert.Single(bench.Exchange.Trades(Bench.Account), trade => trade.RealizedPnl != 0).RealizedPnl);
    }

    [Fact]
    public void Funding_at_a_positive_rate_goes_from_longs_to_shorts()
    {
        var bench = new Bench().At(100);
        bench.Exchange.OpenAccount("other", 10_000, bench.Tick());
        bench.Market(OrderSide.Buy, 10);
        bench.Exchange.Place("other", new OrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Sell,
            Type = OrderType.Market,
            Quantity = 10,
        }, bench.Tick());
        var (payer, receiver) = (bench.Wallet, bench.Exchange.ReadAccount("other")!.WalletBalance);

        bench.Mark(105);
        bench.Exchange.SettleFunding(Bench.Btc.Id, new Domain.Market.FundingRate(bench.Tick(), 0.0001m));

        Assert.Equal(payer - 0.105m, bench.Wallet);
        Assert.Equal(receiver + 0.105m, bench.Exchange.ReadAccount("other")!.WalletBalance);
        Assert.Equal(-0.105m, bench.Exchange.Ledger(Bench.Account).Last(entry => entry.Kind == LedgerKind.Funding).Amount);
    }

    [Fact]
    public void A_withdrawal_never_takes_what_positions_bind()
    {
        var bench = new Bench(deposit: 1_000).At(100);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 10, bench.Tick());
        bench.Market(OrderSide.Buy, 50);

        var tooMuch = bench.Exchange.Transfer(Bench.Account, -600, bench.Tick());
        var fine = bench.Exchange.Transfer(Bench.Account, -400, bench.Tick());

        Assert.Equal(RefusalReason.InsufficientBalance, tooMuch.Refusal);
        Assert.True(fine.IsAccepted);
    }

    [Fact]
    public void The_wallet_is_always_the_sum_of_its_bookings() => Prop.ForAll(RandomWalk.Commands, commands =>
    {
        var walk = new RandomWalk(commands);
        walk.Run();
        var bookings = walk.Bench.Heard<ExchangeEvent.LedgerBooked>().Sum(fact => fact.Entry.Amount);
        return walk.Bench.Wallet == bookings;
    }).Check(Thorough);

    [Fact]
    public void The_position_is_always_the_sum_of_its_fills() => Prop.ForAll(RandomWalk.Commands, commands =>
    {
        var walk = new RandomWalk(commands);
        walk.Run();
        var filled = walk.Bench.Exchange.Trades(Bench.Account).Sum(trade => trade.Side == OrderSide.Buy ? trade.Quantity : -trade.Quantity);
        return (walk.Bench.Position()?.Quantity ?? 0) == filled;
    }).Check(Thorough);

    /// <summary>Without fees, funding and liquidation, equity is what buying and selling at those prices makes: nothing leaks.</summary>
    [Fact]
    public void Equity_is_cash_flow_plus_the_position_at_the_mark() => Prop.ForAll(RandomWalk.Commands, commands =>
    {
        var walk = new RandomWalk(commands, new ExchangeRules { MakerFee = 0, TakerFee = 0 });
        walk.Run();
        var trades = walk.Bench.Exchange.Trades(Bench.Account);
        var paid = trades.Sum(trade => trade.Price * (trade.Side == OrderSide.Buy ? trade.Quantity : -trade.Quantity));
        var other = walk.Bench.Exchange.Ledger(Bench.Account).Where(entry => entry.Kind is not LedgerKind.RealizedPnl).Sum(entry => entry.Amount);
        var position = walk.Bench.Position();
        var value = (position?.Quantity ?? 0) * (position?.MarkPrice ?? 0);
        return Math.Abs(walk.Bench.View.MarginBalance - (other - paid + value)) < 0.00001m;
    }).Check(Thorough);

    [Fact]
    public void A_wallet_never_ends_below_zero_and_available_money_neither() => Prop.ForAll(RandomWalk.Commands, commands =>
    {
        var walk = new RandomWalk(commands);
        walk.Run();
        return walk.Bench.View.MarginBalance >= 0 && walk.Bench.View.AvailableBalance >= 0;
    }).Check(Thorough);

    [Fact]
    public void The_same_inputs_give_the_same_events() => Prop.ForAll(RandomWalk.Commands, commands =>
    {
        var (first, second) = (new RandomWalk(commands), new RandomWalk(commands));
        first.Run();
        second.Run();
        return first.Bench.Events.Select(Text).SequenceEqual(second.Bench.Events.Select(Text));
    }).Check(Thorough);

    private static string Text(ExchangeEvent fact) => System.Text.Json.JsonSerializer.Serialize(fact, fact.GetType());
}
