using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class BarOrderTests
{
    private static readonly Scene Scene = new();

    [Fact]
    public void A_trailing_stop_follows_the_best_price_of_the_candles_that_are_over()
    {
        var trailing = new BarOrder { Side = OrderSide.Sell, Kind = BarOrderKind.TrailingStop, Trail = 0.05m, Size = OrderSize.Units(1), ReduceOnly = true };
        var run = Scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 110, 99, 108), (108, 109, 104, 105), (105, 105, 105, 105)), Scripted.At(0, Scene.Buy(1), trailing));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((Scene.Start.AddHours(2), 104.5m), (trade.ExitAt, trade.ExitPrice));
    }

    [Theory]
    [InlineData(null, 102.6, ExitReason.TrailingStop)]
    [InlineData(103.0, 103, ExitReason.StopLoss)]
    public void A_bracket_may_trail_and_the_nearer_of_both_stops_ends_the_position(double? stop, double exit, ExitReason reason)
    {
        // Of the candle of the entry only the close, 108, is sure to have come after it: 108 x 0.95 = 102.6.
        var order = Scene.Buy(1) with { Protection = new Bracket((decimal?)stop, null) { Trail = 0.05m } };
        var run = Scene.Play(Scene.Candles((104, 104, 104, 104), (104, 110, 103.5m, 108), (108, 109, 102, 103)), Scripted.At(0, order));

        var trade = Assert.Single(run.Trades);
        Assert.Equal(((decimal)exit, reason), (trade.ExitPrice, trade.ExitReason));
    }

    [Fact]
    public void A_short_is_trailed_from_above()
    {
        var order = Scene.Sell(1) with { Protection = new Bracket { Trail = 0.1m } };
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (100, 101, 80, 82), (82, 90.2m, 81, 90)), Scripted.At(0, order));

        Assert.Equal(90.2m, Assert.Single(run.Trades).ExitPrice);
    }

    [Fact]
    public void An_order_beyond_what_is_held_closes_it_and_opens_the_rest_the_other_way()
    {
        var run = Scene.Play(Scene.Still(100, 100, 110, 110), bar =>
        {
            if (bar.Index <= 1)
            {
                bar.Place(bar.Index == 0 ? Scene.Buy(1) : Scene.Sell(3));
            }
        });

        Assert.Equal([(TradeSide.Long, 1m), (TradeSide.Short, 2m)], run.Trades.Select(trade => (trade.Side, trade.Quantity)));
        Assert.Equal(run.Trades[0].ExitAt, run.Trades[1].EntryAt);
    }

    [Fact]
    public void An_order_that_only_reduces_ends_with_the_position()
    {
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 111, 99, 110), (110, 110, 80, 90)), Scripted.At(
            0,
            Scene.Buy(1),
            Scene.Sell(1, BarOrderKind.Limit, limit: 110) with { ReduceOnly = true },
            Scene.Sell(1, BarOrderKind.Stop, trigger: 85) with { ReduceOnly = true }));

        Assert.Equal(110m, Assert.Single(run.Trades).ExitPrice);
        Assert.Equal(1, run.Unfilled.Expired);
    }

    [Fact]
    public void A_stop_and_a_target_can_be_moved_while_a_position_is_held()
    {
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (100, 105, 99, 104), (104, 105, 101, 102)), bar =>
        {
            if (bar.Index == 0)
            {
                bar.Enter(TradeSide.Long, protection: new Bracket(90, null));
            }
            else
            {
                bar.Protect(new Bracket(101.5m, null));
            }
        });

        Assert.Equal((ExitReason.StopLoss, 101.5m), (run.Trades[0].ExitReason, run.Trades[0].ExitPrice));
    }

    [Fact]
    public void An_order_that_lacks_something_is_refused_where_it_is_given()
    {
        BarOrder[] faulty =
        [
            Scene.Buy(1, BarOrderKind.Limit),
            Scene.Buy(1, BarOrderKind.Stop),
            Scene.Buy(1, BarOrderKind.StopLimit, limit: 1),
            Scene.Buy(1, BarOrderKind.TrailingStop),
            Scene.Buy(0),
            Scene.Buy(1) with { Size = OrderSize.OfEquity(1), ReduceOnly = true },
            Scene.Buy(1) with { Protection = new Bracket { Trail = 2 } },
        ];

        Assert.All(faulty, order => Assert.Throws<ArgumentException>(() => Scene.Play(Scene.Still(1, 1), bar => bar.Place(order))));
    }

    [Fact]
    public void What_makes_a_run_impossible_is_told_before_it_begins()
    {
        var hours = new BacktestMarket(Scene.Contract(), Scene.Still(1, 1));
        var days = new BacktestMarket(
            Scene.Contract("ETHUSDT"), new CandleSeriesBuilder(Scene.Contract("ETHUSDT").Id, TimeSpan.FromDays(1)).Add(new Candle(Scene.Start, 1, 1, 1, 1, 1)).Build());
        var none = hours with { Candles = hours.Candles.Slice(0, 0) };

        Assert.Equal(["A run needs at least one contract."], MarketCheck.Faults(Scene.Settings, []));
        Assert.Equal(["Binance:SOLUSDT: the contract is named twice."], MarketCheck.Faults(Scene.Settings, [hours, hours]));
        Assert.Equal(["Binance:SOLUSDT: there is no candle in this time."], MarketCheck.Faults(Scene.Settings, [none]));
        Assert.Contains("take one length", Assert.Single(MarketCheck.Faults(Scene.Settings, [hours, days])), StringComparison.Ordinal);
        Assert.Equal(2, MarketCheck.Faults(new BacktestSettings { InitialCapital = 0, Leverage = 0 }, [hours]).Length);
    }
}
