using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Tests.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class BacktestEngineTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fees_are_charged_on_both_fills_and_slippage_is_adverse_on_both()
    {
        var run = Run([100, 100, 110, 110], (bar, at) => Act(at, 0, () => bar.Place(Buy(10)), 2, bar.Exit), new Costs(0.001m, 0.001m, 0.01m));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((101m, 108.9m), (trade.EntryPrice, trade.ExitPrice));
        Assert.Equal((1.01m, 1.089m), (trade.EntryFee, trade.ExitFee));
        Assert.Equal(79m - 2.099m, trade.NetPnl);
        Assert.Equal(10_000 + trade.NetPnl, run.FinalEquity);
    }

    [Fact]
    public void An_open_position_is_marked_and_listed_as_open()
    {
        var run = Run([100, 100, 110], (bar, at) => Act(at, 0, () => bar.Place(Buy(10))));

        var trade = Assert.Single(run.Trades);
        Assert.True(trade.IsOpen);
        Assert.Equal((ExitReason.Open, 100m, (decimal?)null), (trade.ExitReason, trade.GrossPnl, trade.NetPnl));
        Assert.Equal(10_100, run.FinalEquity);
    }

    [Fact]
    public void A_breaker_closes_at_the_next_open_cancels_entries_and_refuses_new_ones_until_resumed()
    {
        var breaker = new CircuitBreaker
        {
            Id = Guid.NewGuid(),
            Name = "Five per cent",
            Type = "MAX_DRAWDOWN",
            Threshold = 0.05m,
            Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.ClosePositions)])],
            Qualify = new Qualification(TimeSpan.Zero, 1),
        };
        var run = Run(
            [100, 100, 94, 94, 94, 94],
            (bar, at) =>
            {
                if (at == 0)
                {
                    bar.Place(Buy(100));
                    bar.Place(new BarOrder { Side = OrderSide.Buy, Kind = BarOrderKind.Limit, Limit = 93, Size = OrderSize.Units(10) });
                }
                else if (at == 4)
                {
                    bar.Place(Buy(1));
                }
            },
            breakers: [breaker]);

        var trade = Assert.Single(run.Trades);
        Assert.Equal((ExitReason.Breaker, Start.AddHours(3), 94m), (trade.ExitReason, trade.ExitAt, trade.ExitPrice));
        Assert.Equal(1, run.Refused);
        var trip = Assert.Single(run.BreakerEvents, e => e.Kind == BreakerEventKind.Triggered);
        Assert.Equal((0.06m, Start.AddHours(3)), (trip.Value, trip.At));
    }

    [Fact]
    public void The_same_input_gives_the_same_run()
    {
        BacktestRun Once() => Run([.. Enumerable.Range(0, 300).Select(i => 100m + (i * 37 % 23))], (bar, at) =>
        {
            if (at % 7 == 0)
            {
                bar.Enter(at % 2 == 0 ? TradeSide.Long : TradeSide.Short);
            }
        });
        var (first, second) = (Once(), Once());

        Assert.Equal(first.Trades.AsEnumerable(), second.Trades);
        Assert.True(first.Equity.Values.SequenceEqual(second.Equity.Values));
    }

    [Fact]
    public void A_strategy_cannot_see_a_candle_that_has_not_closed() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run([100, 100], (bar, _) => bar.Candle(-1)));

    private static void Act(int at, int first, Action action, int second = -1, Action? then = null)
    {
        if (at == first)
        {
            action();
        }
        else if (at == second)
        {
            then?.Invoke();
        }
    }

    private static BarOrder Buy(decimal quantity) => new() { Side = OrderSide.Buy, Size = OrderSize.Units(quantity) };

    private static BacktestRun Run(
        decimal[] prices, Action<StrategyBar, int> act, Costs? costs = null, ImmutableArray<CircuitBreaker>? breakers = null)
    {
        var candles = new CandleSeriesBuilder(Some.Id("SOLUSDT"), TimeSpan.FromHours(1));
        foreach (var price in prices)
        {
            candles.Add(new Candle(Start.AddHours(candles.Count), price, price, price, price, 1));
        }

        var settings = new BacktestSettings { InitialCapital = 10_000, Costs = costs ?? Costs.Flat(0), Breakers = breakers ?? [] };
        var market = new BacktestMarket(Some.Instrument("SOLUSDT") with { Brackets = [] }, candles.Build());
        return new BacktestEngine(settings, [market], _ => new Scripted(act)).Run();
    }

    private sealed class Scripted(Action<StrategyBar, int> act) : IStrategy
    {
        public void OnBar(StrategyBar bar) => act(bar, bar.Index);
    }
}
