using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Tests.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>Funding, marks, margin and liquidation.</summary>
public sealed class PerpetualTraps
{
    private static readonly Scene Scene = new();

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    public void Trap_25_A_year_of_recorded_funding_adds_up_also_when_its_stamps_are_late(int milliseconds)
    {
        var run = ReferenceFile.ReadFrom("backtest", "perpetuals.json").At("funding_runs", "btc_long_2022");
        var (open, close) = (Time(run, "open_ms"), Time(run, "close_ms"));
        var market = Mutants.WithFunding(ReferenceCandles.Hours("BTCUSDT-1h.csv.gz", SeriesKind.Perpetual).Between(open - Scene.Hour, close + Scene.Hour), sign: 1);
        var late = market with { Funding = [.. market.Funding.Select(rate => rate with { At = rate.At.AddMilliseconds(milliseconds) })] };

        var funded = new BacktestEngine(
            new BacktestSettings { InitialCapital = 10_000_000, Costs = Costs.Flat(0) }, [late], _ => Scripted.At(0, Scene.Buy(1))).Run();

        // Held on to the end, where the settlement of the close is paid at the open that is the last candle.
        ReferenceFile.Near(run.Number("total"), (double)Assert.Single(funded.Trades).Funding, 1e-9);
    }

    [Theory]
    [InlineData(OrderSide.Buy, -20)]
    [InlineData(OrderSide.Sell, 20)]
    public void Trap_25_Longs_pay_a_positive_rate_on_the_mark_after_the_entry_and_up_to_the_exit(OrderSide side, double paid)
    {
        // Settled at the entry's own time (not paid), at 3:00 (paid) and at 5:00, the exit's time (paid); of 10 at marks of 100 and at 1 %.
        var candles = Scene.Still(90, 90, 90, 90, 90, 90, 90);
        var market = new BacktestMarket(Scene.Contract(), candles)
        {
            Marks = Scene.Still(100, 100, 100, 100, 100, 100, 100),
            Funding = [.. ((int[])[1, 3, 5]).Select(hour => new FundingRate(Scene.Start.AddHours(hour), 0.01m))],
        };
        var run = Scene.Play(market, new Scripted(bar =>
        {
            if (bar.Index == 0)
            {
                bar.Place(Scene.Buy(10) with { Side = side });
            }
            else if (bar.Index == 4)
            {
                bar.Exit();
            }
        }));

        Assert.Equal((decimal)paid, Assert.Single(run.Trades).Funding);
    }

    [Fact]
    public void Trap_26_A_missing_rate_stops_the_run_before_it_begins_or_is_replaced_and_counted()
    {
        var candles = Scene.Walk(48, seed: 1);
        var market = new BacktestMarket(Scene.Contract(), candles)
        {
            Funding = [.. ((int[])[0, 8, 24, 32, 40]).Select(hour => new FundingRate(Scene.Start.AddHours(hour), hour == 8 ? 0.002m : 0.001m))],
        };

        Assert.Equal(["Binance:SOLUSDT: 1 funding rate is missing, the first at 2024-01-01 16:00."], MarketCheck.Faults(Scene.Settings, [market]));
        Assert.Throws<ArgumentException>(() => Scene.Play(market, Scripted.At(0, Scene.Buy(1))));
        var lenient = Scene with { Settings = Scene.Settings with { MissingData = MissingMarketData.TakeLast } };
        var run = lenient.Play(market, Scripted.At(0, Scene.Buy(1)));
        Assert.Equal(1, run.Substituted);
        Assert.Equal(0.002m, FundingSchedule.Complete(market)[2].Rate);
    }

    [Fact]
    public void Trap_26_A_missing_mark_stops_the_run_before_it_begins_or_is_replaced_and_counted()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Still(100, 100, 100, 100))
        {
            Marks = Scene.Still(100, 100),
            Funding = [.. ((int[])[0, 1, 2, 3]).Select(hour => new FundingRate(Scene.Start.AddHours(hour), 0.01m))],
        };

        var fault = Assert.Single(MarketCheck.Faults(Scene.Settings, [market]));
        Assert.Equal("Binance:SOLUSDT: 2 mark prices are missing, the first at 2024-01-01 02:00.", fault);
        var lenient = Scene with { Settings = Scene.Settings with { MissingData = MissingMarketData.TakeLast } };
        var run = lenient.Play(market, Scripted.At(0, Scene.Buy(1)));
        Assert.Equal((2, -2m), (run.Substituted, Assert.Single(run.Trades).Funding));
    }

    [Theory]
    [InlineData(91, false)]
    [InlineData(90.9, true)]
    public void Trap_27_A_position_is_liquidated_where_its_margin_meets_the_maintenance_margin(double low, bool isLiquidated)
    {
        // (1,000 - 100 x 100) / (100 x 0.01 - 100) = 90.909...
        var run = Leveraged(10).Play(
            new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 100, (decimal)low, 95))),
            Scripted.At(0, Scene.Buy(100)));

        var trade = Assert.Single(run.Trades);
        Assert.Equal(isLiquidated ? ExitReason.Liquidation : ExitReason.Open, trade.ExitReason);
        Assert.True(!isLiquidated || Math.Abs(trade.ExitPrice!.Value - (9_000m / 99)) < 0.0001m);
        Assert.True(run.FinalEquity >= 0);
    }

    [Fact]
    public void Trap_27_The_step_of_the_margin_table_goes_by_notional_and_not_by_stake()
    {
        // A stake of 1,000 at 10 times is a notional of 10,000, which lies in the dearer step: 5 % less 200.
        var tiered = Scene.Contract() with
        {
            Brackets = [new LeverageBracket(1, 20, 0, 5_000, 0.01m, 0), new LeverageBracket(2, 20, 5_000, 1_000_000, 0.05m, 200)],
        };
        var run = Leveraged(10).Play(
            new BacktestMarket(tiered, Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 100, 92, 95))), Scripted.At(0, Scene.Buy(100)));

        var trade = Assert.Single(run.Trades);
        Assert.Equal(ExitReason.Liquidation, trade.ExitReason);
        Assert.Equal((1_000m + 200 - 10_000) / (5 - 100), trade.ExitPrice!.Value, 8);
    }

    [Theory]
    [InlineData(92, ExitReason.StopLoss)]
    [InlineData(90, ExitReason.Liquidation)]
    public void Trap_27_Liquidation_comes_before_a_stop_that_lies_beyond_it_and_after_a_nearer_one(double stop, ExitReason reason)
    {
        var run = Leveraged(10).Play(
            new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 100, 85, 95))),
            Scripted.At(0, Scene.Buy(100) with { Protection = new Bracket((decimal)stop, null) }));

        Assert.Equal(reason, Assert.Single(run.Trades).ExitReason);
    }

    [Theory]
    [InlineData(MarginMode.Cross, false)]
    [InlineData(MarginMode.Isolated, true)]
    public void Trap_27_Cross_margin_counts_the_other_positions_and_isolated_margin_does_not(MarginMode mode, bool isLiquidated)
    {
        var run = Two(mode, fall: (100, 100, 89, 95));

        Assert.Equal(isLiquidated, run.Trades.Any(trade => trade.ExitReason == ExitReason.Liquidation));
    }

    [Fact]
    public void Trap_27_A_loss_elsewhere_brings_the_liquidation_nearer_in_cross_margin()
    {
        var (calm, torn) = (Two(MarginMode.Cross, (100, 100, 85, 88)), Two(MarginMode.Cross, (100, 100, 85, 88), other: (100, 100, 89, 89)));

        Assert.DoesNotContain(calm.Trades, trade => trade.ExitReason == ExitReason.Liquidation);
        Assert.Contains(torn.Trades, trade => trade.ExitReason == ExitReason.Liquidation);
        Assert.True(torn.FinalEquity >= 0);
    }

    [Fact]
    public void Trap_27_A_gap_beyond_the_bankruptcy_price_leaves_nothing_and_no_debt()
    {
        var run = Leveraged(10).Play(
            new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (80, 82, 79, 81))), Scripted.At(0, Scene.Buy(100)));

        Assert.Equal((ExitReason.Liquidation, 90m), (run.Trades[0].ExitReason, run.Trades[0].ExitPrice));
        Assert.Equal(0, run.FinalEquity);
    }

    [Theory]
    [InlineData(80, 95, false)]
    [InlineData(95, 85, true)]
    public void Trap_28_It_is_the_mark_that_liquidates_and_not_the_traded_price(double tradedLow, double markLow, bool isLiquidated)
    {
        var market = new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 100, (decimal)tradedLow, 98)))
        {
            Marks = Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 100, (decimal)markLow, 98)),
        };

        Assert.Equal(
            isLiquidated ? ExitReason.Liquidation : ExitReason.Open, Assert.Single(Leveraged(10).Play(market, Scripted.At(0, Scene.Buy(100))).Trades).ExitReason);
    }

    [Fact]
    public void Trap_29_Leverage_changes_margin_and_liquidation_and_not_the_profit_of_a_unit()
    {
        BacktestRun At(int leverage) => Leveraged(leverage).Play(
            new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 101, 90.5m, 101))), Scripted.At(0, Scene.Buy(10)));
        var isolated = Leveraged(20) with { Settings = Leveraged(20).Settings with { MarginMode = MarginMode.Isolated } };
        var liquidated = isolated.Play(
            new BacktestMarket(Scene.Margined(), Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 101, 90.5m, 101))), Scripted.At(0, Scene.Buy(10)));

        Assert.Equal([10m, 10m, 10m], ((int[])[1, 5, 10]).Select(leverage => At(leverage).Trades[0].GrossPnl));
        Assert.Equal(ExitReason.Liquidation, liquidated.Trades[0].ExitReason);
        Assert.Equal(100m, At(10).Trades[0].EntryPrice);
        Assert.Equal([10m, 50m, 100m], ((int[])[1, 5, 10]).Select(leverage => Assert.Single(Leveraged(leverage).Play(
            new BacktestMarket(Scene.Margined(), Scene.Still(100, 100)), new Scripted(bar => bar.Enter(TradeSide.Long))).Trades).Quantity));
    }

    [Fact]
    public void Trap_29_A_leverage_that_the_margin_table_does_not_know_is_refused_before_the_run()
    {
        var market = new BacktestMarket(Scene.Margined(maxLeverage: 20), Scene.Still(1, 1));

        Assert.Equal(
            ["Binance:SOLUSDT: its margin table allows a leverage of at most 20, not 25."], MarketCheck.Faults(Leveraged(25).Settings, [market]));
    }

    private static Scene Leveraged(int leverage) => Scene with { Settings = Scene.Settings with { InitialCapital = 1_000, Leverage = leverage } };

    /// <summary>Half of ten times 1,000 each in two contracts, of which one falls.</summary>
    private static BacktestRun Two(
        MarginMode mode, (decimal Open, decimal High, decimal Low, decimal Close) fall, (decimal Open, decimal High, decimal Low, decimal Close)? other = null)
    {
        var still = (100m, 100m, 100m, 100m);
        var (first, second) = (Scene.Margined(), Scene.Margined() with { Id = new InstrumentId(Exchange.Binance, "ETHUSDT") });
        BacktestMarket[] markets =
        [
            new(first, Scene.Candles(first.Id, Scene.Start, still, still, other ?? still)),
            new(second, Scene.Candles(second.Id, Scene.Start, still, still, fall)),
        ];
        var settings = Leveraged(10).Settings with { MarginMode = mode };
        return new BacktestEngine(settings, [.. markets], _ => Scripted.At(0, Scene.Buy(50))).Run();
    }

    private static DateTimeOffset Time(System.Text.Json.JsonElement run, string name) => DateTimeOffset.FromUnixTimeMilliseconds(run.GetProperty(name).GetInt64());
}
