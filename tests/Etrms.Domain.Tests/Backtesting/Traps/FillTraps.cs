using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market.History;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>At what price, in which candle, and how much.</summary>
public sealed class FillTraps
{
    private static readonly Scene Scene = new();

    [Theory]
    [InlineData(93, 95, 92, 93)]
    [InlineData(97, 98, 95, 95)]
    public void Trap_04_A_gap_through_a_stop_fills_at_the_open_and_a_touch_at_the_trigger(double open, double high, double low, double filled)
    {
        var last = ((decimal)open, (decimal)high, (decimal)low, (decimal)open);
        var trade = Assert.Single(Scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), last), Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(95, null) })).Trades);

        Assert.Equal((ExitReason.StopLoss, (decimal)filled), (trade.ExitReason, trade.ExitPrice));
    }

    [Fact]
    public void Trap_04_A_stop_that_is_missed_by_one_tick_does_not_fill()
    {
        var run = Scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 100, 95.0001m, 100)), Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(95, null) }));

        Assert.True(Assert.Single(run.Trades).IsOpen);
    }

    [Theory]
    [InlineData(97, 97)]
    [InlineData(99, 98)]
    public void Trap_05_A_limit_that_is_better_than_the_open_gets_the_open_and_never_worse_than_its_price(double open, double filled)
    {
        var bar = ((decimal)open, 100m, 96m, 99m);
        var bought = Scene.Play(Scene.Candles((100, 100, 100, 100), bar), Scripted.At(0, Scene.Buy(1, BarOrderKind.Limit, limit: 98)));
        var sold = Scene.Play(Scene.Candles((100, 100, 100, 100), bar), Scripted.At(0, Scene.Sell(1, BarOrderKind.Limit, limit: 98)));

        Assert.Equal((decimal)filled, Assert.Single(bought.Trades).EntryPrice);
        Assert.Equal(Math.Max(98, (decimal)open), Assert.Single(sold.Trades).EntryPrice);
    }

    [Fact]
    public void Trap_06_A_candle_that_holds_stop_and_target_is_taken_at_the_stop_and_counted()
    {
        var run = Scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 101, 99, 100), (100, 111, 89, 100)), Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(90, 110) }));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((ExitReason.StopLoss, 90m, true), (trade.ExitReason, trade.ExitPrice, trade.IsAmbiguous));
        Assert.Equal(1, run.AmbiguousBars);
    }

    [Theory]
    [InlineData("bracket_btc_2022_sl2_tp4")]
    [InlineData("bracket_doge_2021_sl2_tp2")]
    [InlineData("bracket_sol_2022_sl3_tp3")]
    public void Trap_06_Recorded_runs_hold_as_many_ambiguous_candles_as_were_counted_elsewhere(string name)
    {
        var golden = ReferenceFile.ReadFrom("backtest", $"{name}.json");
        var file = Path.GetFileName(golden.GetProperty("data").GetString()!);
        var days = golden.GetProperty("window").EnumerateArray().Select(day => day.GetDateTimeOffset()).ToList();
        var parameters = golden.GetProperty("params").EnumerateObject()
            .ToDictionary(each => each.Name, each => ParameterValue.Parse(each.Value.ToString()));
        var run = Mutants.Play(
            ReferenceCandles.Hours(file, SeriesKind.Perpetual).Between(days[0], days[1]),
            StrategyCatalog.BuiltIn.Maker("moving_average_cross", parameters)(Mutants.Contract.Id));

        Assert.Equal(golden.GetProperty("bars_where_both_touched").GetInt32(), run.AmbiguousBars);
    }

    [Fact]
    public void Trap_07_Stop_and_target_are_live_on_the_candle_of_the_entry()
    {
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (100, 101, 89, 100)), Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(90, 110) }));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((ExitReason.StopLoss, 90m, 0), (trade.ExitReason, trade.ExitPrice, trade.BarsHeld));
    }

    [Fact]
    public void Trap_08_A_stop_limit_does_not_use_a_low_that_came_before_its_trigger()
    {
        var run = Scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 104, 99, 103), (103, 104, 100.5m, 103)),
            Scripted.At(0, Scene.Buy(1, BarOrderKind.StopLimit, limit: 101, trigger: 102)));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((Scene.Start.AddHours(2), 101m), (trade.EntryAt, trade.EntryPrice));
        Assert.Contains(run.Orders, note => note.Kind == OrderNoteKind.Released && note.At == Scene.Start.AddHours(1));
    }

    [Fact]
    public void Trap_09_An_entry_that_gaps_beyond_its_own_stop_leaves_at_once_at_the_open()
    {
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (94, 96, 93, 95)), Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(95, null) }));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((94m, 94m, 0), (trade.EntryPrice, trade.ExitPrice, trade.BarsHeld));
    }

    [Fact]
    public void Trap_10_A_signal_on_a_candle_that_also_fills_is_not_dropped()
    {
        var run = Scene.Play(Scene.Candles((100, 100, 100, 100), (100, 101, 94, 100), (100, 101, 99, 100), (100, 100, 100, 100)), bar =>
        {
            if (bar.Index <= 1)
            {
                bar.Place(Scene.Buy(1) with { Protection = new Bracket(95, null) });
            }
        });

        Assert.Equal([Scene.Start.AddHours(1), Scene.Start.AddHours(2)], run.Trades.Select(trade => trade.EntryAt));
    }

    [Fact]
    public void Trap_11_A_reversal_closes_and_opens_at_one_open_with_two_fees_and_is_sized_after_the_first()
    {
        var scene = Scene with { Settings = Scene.Settings with { Costs = Costs.Flat(0.001m) } };
        var run = scene.Play(Scene.Still(100, 100, 110, 110), bar =>
        {
            if (bar.Index <= 1)
            {
                bar.Enter(bar.Index == 0 ? TradeSide.Long : TradeSide.Short);
            }
        });

        var (first, second) = (run.Trades[0], run.Trades[1]);
        var wallet = 10_000 + first.NetPnl!.Value;
        Assert.Equal((first.ExitAt, first.ExitPrice), (second.EntryAt, second.EntryPrice));
        Assert.Equal(99.9m * 110 * 0.001m, first.ExitFee);
        Assert.Equal(Math.Floor(wallet / (110 * 1.001m) * 1000) / 1000, second.Quantity);
        Assert.Equal(ExitReason.Reverse, first.ExitReason);
    }

    [Theory]
    [InlineData(OversizeRule.Scale, 95.238)]
    [InlineData(OversizeRule.Reject, null)]
    public void Trap_12_An_order_that_a_higher_open_makes_too_large_is_scaled_or_rejected_and_told(OversizeRule rule, double? filled)
    {
        var scene = Scene with { Settings = Scene.Settings with { Oversize = rule } };
        var run = scene.Play(Scene.Candles((100, 100, 100, 100), (105, 105, 105, 105)), Scripted.At(0, Scene.Buy(100)));

        Assert.Equal((decimal?)filled, run.Trades.SingleOrDefault()?.Quantity);
        Assert.Equal(rule == OversizeRule.Scale ? (1, 0) : (0, 1), (run.Unfilled.Scaled, run.Unfilled.Rejected));
    }

    [Fact]
    public void Trap_12_An_order_for_all_the_equity_is_not_rejected_for_a_crumb()
    {
        var settings = Scene.Settings with { Oversize = OversizeRule.Reject, Costs = Costs.Flat(0.0007m) };
        var run = (Scene with { Settings = settings }).Play(Scene.Walk(400, seed: 3), bar => bar.Enter(bar.Index % 2 == 0 ? TradeSide.Long : TradeSide.Short));

        Assert.Equal(default, run.Unfilled);
        Assert.Equal(399, run.Trades.Length);
    }
}
