using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>What is known when, in what order things happen, and what is not there.</summary>
public sealed class TimeTraps
{
    private static readonly Scene Scene = new();

    [Fact]
    public void Trap_03_A_candle_is_shown_when_it_has_closed_and_a_forming_one_never()
    {
        var seen = new List<(DateTimeOffset Open, DateTimeOffset Now)>();
        Scene.Play(Scene.Still(1, 2, 3), bar =>
        {
            seen.Add((bar.Candle(0).OpenAt, bar.ClosedAt));
            Assert.Throws<ArgumentOutOfRangeException>(() => bar.Candle(-1));
        });

        Assert.Equal(Enumerable.Range(0, 3).Select(i => (Scene.Start.AddHours(i), Scene.Start.AddHours(i + 1))), seen);
    }

    [Fact]
    public void Trap_13_Fills_come_before_the_strategy_is_asked_and_orders_of_one_instant_in_their_order()
    {
        var held = new List<decimal>();
        BacktestRun Play() => Scene.Play(Scene.Still(100, 100, 100, 100), bar =>
        {
            held.Add(bar.Held);
            if (bar.Index == 0)
            {
                bar.Place(Scene.Buy(1, BarOrderKind.Limit, limit: 90));
            }
            else if (bar.Index == 1)
            {
                bar.Cancel(bar.Waiting.Single());
                bar.Place(Scene.Buy(2));
                bar.Place(Scene.Sell(1) with { ReduceOnly = true });
            }
        });
        var (first, second) = (Play(), Play());

        Assert.Equal([0m, 0m, 1m, 1m], held.Take(4));
        Assert.Equal(first.Orders.AsEnumerable(), second.Orders);
        Assert.Equal(
            [OrderNoteKind.Placed, OrderNoteKind.Cancelled, OrderNoteKind.Placed, OrderNoteKind.Placed, OrderNoteKind.Filled, OrderNoteKind.Filled],
            first.Orders.Select(note => note.Kind));
    }

    [Fact]
    public void Trap_14_Nothing_fills_where_candles_are_missing_and_a_stop_works_on_the_next_real_one()
    {
        var candles = new CandleSeriesBuilder(Scene.Contract().Id, Scene.Hour)
            .Add(new Candle(Scene.Start, 100, 100, 100, 100, 1))
            .Add(new Candle(Scene.Start.AddHours(1), 100, 100, 100, 100, 1))
            .Add(new Candle(Scene.Start.AddHours(6), 80, 82, 79, 81, 1))
            .Build();
        var run = Scene.Play(candles, Scripted.At(0, Scene.Buy(1) with { Protection = new Bracket(95, null) }));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((Scene.Start.AddHours(6), 80m), (trade.ExitAt, trade.ExitPrice));
        Assert.Equal(3, run.Equity.Count);
    }

    [Theory]
    [InlineData(false, 103)]
    [InlineData(true, 100)]
    public void Trap_15_A_flat_candle_without_volume_fills_nothing_unless_the_series_carries_no_volumes(bool ignoresVolume, double filled)
    {
        var candles = new CandleSeriesBuilder(Scene.Contract().Id, Scene.Hour)
            .Add(new Candle(Scene.Start, 100, 100, 100, 100, 1))
            .Add(new Candle(Scene.Start.AddHours(1), 100, 100, 100, 100, 0))
            .Add(new Candle(Scene.Start.AddHours(2), 103, 104, 102, 103, 1))
            .Build();
        var scene = Scene with { Settings = Scene.Settings with { IgnoresVolume = ignoresVolume } };

        Assert.Equal((decimal)filled, Assert.Single(scene.Play(candles, Scripted.At(0, Scene.Buy(1))).Trades).EntryPrice);
    }

    [Fact]
    public void Trap_16_A_contract_that_is_not_listed_yet_has_no_price_and_one_without_a_candle_keeps_its_last()
    {
        var (early, late) = (Scene.Contract("EARLYUSDT"), Scene.Contract("LATEUSDT"));
        BacktestMarket[] markets =
        [
            new(early, Scene.Candles(early.Id, Scene.Start, (100, 100, 100, 100), (100, 100, 100, 100), (110, 110, 110, 110))),
            new(late, Scene.Candles(late.Id, Scene.Start.AddHours(2), (50, 50, 50, 50), (50, 50, 50, 50), (40, 40, 40, 40))),
        ];
        var asked = new List<(string Symbol, DateTimeOffset At)>();
        var run = new BacktestEngine(Scene.Settings, [.. markets], id => new Scripted(bar =>
        {
            asked.Add((id.Symbol, bar.ClosedAt));
            if (bar.Index == 0)
            {
                bar.Place(Scene.Buy(10));
            }
        })).Run();

        Assert.Equal(Scene.Start.AddHours(3), asked.First(each => each.Symbol == "LATEUSDT").At);
        Assert.Equal([10_000, 10_000, 10_100, 10_100, 10_000], run.Equity.Values.ToArray());
        Assert.Equal(["EARLYUSDT", "LATEUSDT"], run.Trades.Select(trade => trade.Instrument.Symbol));
    }

    [Fact]
    public void Trap_16_A_contract_knows_nothing_of_what_another_does_later_in_the_same_candle()
    {
        var (first, second) = (Scene.Contract("AUSDT"), Scene.Contract("BUSDT"));
        decimal SizeWhen(decimal close)
        {
            BacktestMarket[] markets =
            [
                new(first, Scene.Candles(first.Id, Scene.Start, (100, 100, 100, 100), (100, 100, 100, 100), (100, Math.Max(100, close), Math.Min(100, close), close))),
                new(second, Scene.Candles(second.Id, Scene.Start, (10, 10, 10, 10), (10, 10, 10, 10), (10, 10, 10, 10))),
            ];
            var run = new BacktestEngine(Scene.Settings, [.. markets], id => new Scripted(bar =>
            {
                if (bar.Index == (id == first.Id ? 0 : 1))
                {
                    bar.Enter(TradeSide.Long, share: 0.5m);
                }
            })).Run();
            return run.Trades.Single(trade => trade.Instrument == second.Id).Quantity;
        }

        Assert.Equal(SizeWhen(close: 50), SizeWhen(close: 200));
    }

    [Fact]
    public void Trap_17_A_longer_candle_is_seen_only_when_it_is_complete()
    {
        var seen = new List<(int Index, DateTimeOffset? OpenAt, decimal? High)>();
        var candles = Scene.Candles([.. Enumerable.Range(1, 9).Select(i => ((decimal)i, i + 0.5m, i - 0.5m, (decimal)i))]);
        Scene.Play(candles, bar =>
        {
            var longer = bar.Longer(TimeSpan.FromHours(4));
            seen.Add((bar.Index, longer?.OpenAt, longer?.High));
        });

        Assert.All(seen.Take(3), each => Assert.Null(each.OpenAt));
        Assert.All(seen.Skip(3).Take(4), each => Assert.Equal((Scene.Start, 4.5m), (each.OpenAt, each.High)));
        Assert.All(seen.Skip(7), each => Assert.Equal((Scene.Start.AddHours(4), 8.5m), (each.OpenAt, each.High)));
    }

    [Fact]
    public void Trap_17_A_longer_candle_whose_begin_is_not_in_the_data_is_not_shown()
    {
        var first = new List<DateTimeOffset?>();
        var candles = Scene.Candles(Scene.Contract().Id, Scene.Start.AddHours(1), [.. Enumerable.Repeat((1m, 1m, 1m, 1m), 7)]);
        Scene.Play(candles, bar => first.Add(bar.Longer(TimeSpan.FromHours(4))?.OpenAt));

        Assert.Equal([null, null, null, null, null, null, Scene.Start.AddHours(4)], first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trap_18_What_is_open_at_the_end_is_marked_and_no_win_unless_the_run_closes_it(bool closes)
    {
        var scene = Scene with { Settings = Scene.Settings with { ClosesAtEnd = closes, Costs = Costs.Flat(0.001m) } };
        var run = scene.Play(Scene.Still([.. Enumerable.Repeat(100m, 71), 120]), Scripted.At(0, Scene.Buy(10)));

        var (trade, report) = (Assert.Single(run.Trades), PerformanceReport.Of(run, Scene.Hour));
        Assert.Equal(closes ? ExitReason.EndOfRun : ExitReason.Open, trade.ExitReason);
        Assert.Equal((closes ? 1 : 0, closes ? 1.0 : null), (report.ClosedTrades, report.WinRate));
        Assert.Equal(10_200 - 1 - (closes ? 1.2m : 0), run.FinalEquity);
        Assert.Equal((double)run.FinalEquity, run.Equity.Values[^1]);
    }
}
