using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk;

/// <summary>What a trade from flat to flat risked, as the engine tells it when the last fill comes.</summary>
public sealed class ClosedTradeTests
{
    private const string Symbol = "BTCUSDT";

    [Fact]
    public void A_trade_risks_what_its_largest_size_had_down_to_the_first_stop()
    {
        var desk = Open(0.1m).Hear(Some.Stop(Symbol, 0.1m, 95_000));
        desk.Fill(Symbol, 0.1m, 102_000).Hold(Symbol, 0.2m, 101_000).Hear(Some.Stop(Symbol, 0.2m, 101_000, "s2"));
        desk.Fill(Symbol, -0.05m, 104_000, 150).Hold(Symbol, 0.15m, 101_000);
        Assert.Empty(desk.Engine.ClosedTrades);

        var trade = Last(desk.Fill(Symbol, -0.15m, 106_000, 750, fee: 10, id: "last"));

        Assert.Equal((0.2m, 890m, 0.2m * 5_000, 10_000m), (trade.Quantity, trade.NetPnl, trade.Risk, trade.Equity));
        Assert.Equal(("last", "BTC", Desk.Account, desk.Now), (trade.TradeId, trade.Underlying, trade.Account, trade.At));
        Assert.Equal(Desk.Start, trade.OpenedAt);
    }

    [Fact]
    public void A_short_is_told_as_one_and_a_stop_that_only_guards_a_gain_is_no_risk()
    {
        var desk = Open(-0.1m).Hear(Some.Stop(Symbol, -0.1m, 99_000));

        var trade = Last(desk.Fill(Symbol, 0.1m, 98_000, 200));

        Assert.Equal((-0.1m, 200m, null), (trade.Quantity, trade.NetPnl, trade.Risk));
    }

    [Fact]
    public void What_a_trade_risked_outlives_its_position_and_a_restart()
    {
        var desk = Open(0.1m).Hear(Some.Stop(Symbol, 0.1m, 98_000)).Restart().Read(Some.Stop(Symbol, 0.1m, 98_000));

        // The venue tells the position before the fill that ended it.
        var trade = Last(desk.Hold(Symbol, 0, 0).Fill(Symbol, -0.1m, 98_000, -200));

        Assert.Equal((0.1m, -200m, 200m), (trade.Quantity, trade.NetPnl, trade.Risk));
    }

    [Fact]
    public void A_turned_position_begins_a_trade_that_has_seen_no_stop()
    {
        var desk = Open(0.1m).Hear(Some.Stop(Symbol, 0.1m, 98_000));

        var first = Last(desk.Fill(Symbol, -0.3m, 99_000, -100));
        var second = Last(desk.Hold(Symbol, -0.2m, 99_000).Fill(Symbol, 0.2m, 99_500, -100));

        Assert.Equal((0.1m, -100m, 200m), (first.Quantity, first.NetPnl, first.Risk));
        Assert.Equal((-0.2m, -100m, null), (second.Quantity, second.NetPnl, second.Risk));
    }

    [Fact]
    public void A_trade_whose_beginning_was_not_seen_says_so()
    {
        var desk = new Desk().Hold(Symbol, 0.1m, 100_000).Mark(Symbol, 100_000).Read().Hear(Some.Stop(Symbol, 0.1m, 98_000)).Pass(1);

        var trade = Last(desk.Fill(Symbol, -0.1m, 101_000, 100));

        Assert.Equal((0.1m, 200m, null), (trade.Quantity, trade.Risk, trade.Equity));
    }

    private static Desk Open(decimal quantity) =>
        new Desk().Read().Fill(Symbol, quantity, 100_000).Hold(Symbol, quantity, 100_000).Mark(Symbol, 100_000, 0);

    private static ClosedTrade Last(Desk desk) => Assert.Single(desk.Engine.ClosedTrades);
}
