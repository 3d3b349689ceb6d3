using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Domain.Tests.Backtesting.Strategies.Sets;

public sealed class SetSwitchTests
{
    private static readonly StrategySets Averages = SomeSets.Of(
        (SetRegime.Trending, new StrategySet { Parameters = SomeSets.Values(("fast", 5), ("slow", 20)) }),
        (SetRegime.Ranging, new StrategySet { Strategy = "rsi_reversion" }),
        (SetRegime.Volatile, new StrategySet { Size = 0.5m }));

    [Theory]
    [InlineData("moving_average_cross")]
    [InlineData("donchian_breakout")]
    [InlineData("bracket")]
    [InlineData("regime_switch")]
    public void Sets_that_equal_the_base_give_the_run_of_the_plain_strategy(string strategy)
    {
        var candles = SomeSets.Weather(2_000, seed: 10);
        var same = SomeSets.Of([.. Enum.GetValues<SetRegime>().Select(regime => (regime, new StrategySet()))]);
        var plan = SomeSets.Plan(SomeSets.Roster(same, strategy), candles);

        var (plain, run) = ((plan with { Strategy = SomeSets.Catalog.Maker(strategy, SomeSets.Values()) }).Run(), plan.Run());

        Assert.NotEmpty(plain.Trades);
        Assert.Equal(plain.Trades.AsEnumerable(), run.Trades);
        Assert.Equal(plain.Orders.AsEnumerable(), run.Orders);
        Assert.True(plain.Equity.Values.SequenceEqual(run.Equity.Values));
        Assert.All(run.SetSteps, step => Assert.Equal("base", step.Set));
    }

    [Fact]
    public void Without_the_later_candles_every_choice_and_every_order_is_the_same()
    {
        var candles = SomeSets.Weather(2_000, seed: 11);
        var whole = SomeSets.Plan(SomeSets.Roster(Averages, "moving_average_cross"), candles).Run();

        Assert.Contains(whole.SetSteps, step => step.Set == "trending");
        Assert.Contains(whole.SetSteps, step => step.Set == "ranging");
        foreach (var count in Enumerable.Range(1, 39).Select(part => part * 50))
        {
            var cut = SomeSets.Plan(SomeSets.Roster(Averages, "moving_average_cross"), candles.Slice(0, count)).Run();
            var until = candles.OpenAt(count - 1) + candles.Step;

            Assert.Equal(whole.SetSteps.Where(step => step.At <= until), cut.SetSteps);
            Assert.Equal(whole.Orders.Where(note => note.Kind == OrderNoteKind.Placed && note.At <= until), cut.Orders.Where(note => note.Kind == OrderNoteKind.Placed));
        }
    }

    [Fact]
    public void The_look_ahead_proof_covers_the_choice()
    {
        var proof = LookaheadCheck.Of(SomeSets.Plan(SomeSets.Roster(Averages, "moving_average_cross"), SomeSets.Weather(2_000, seed: 12)), warmUpBars: 120);

        Assert.True(proof is { IsClean: true, Compared: > 0 }, proof.Finding?.Message);
    }

    [Fact]
    public void While_the_regime_is_unknown_the_base_trades_at_the_smallest_size_of_any()
    {
        var candles = SomeSets.Weather(700, seed: 13);
        var sets = SomeSets.Of(
            (SetRegime.Trending, new StrategySet { Parameters = SomeSets.Values(("bars", 9)), Size = 0.8m }),
            (SetRegime.Volatile, new StrategySet { Size = 0.25m }));
        var run = SomeSets.Plan(SomeSets.Roster(sets, "holder"), candles).Run();
        var known = candles.OpenAt(SomeSets.Conditions(candles).ToList().FindIndex(conditions => conditions.Regime is not null));

        var early = run.Trades.Where(trade => trade.EntryAt <= known).ToList();

        Assert.NotEmpty(early);
        Assert.All(early, trade => Assert.Equal((0.25m, 3), (trade.SizeFraction, trade.BarsHeld)));
        Assert.Equal(("base", (SetRegime?)null), (run.SetSteps[0].Set, run.SetSteps[0].Regime));
    }

    [Fact]
    public void Every_entry_has_the_smallest_share_that_its_close_calls_for_and_never_more_than_all()
    {
        var candles = SomeSets.Weather(3_000, seed: 14);
        var sets = SomeSets.Of((SetRegime.Volatile, new StrategySet { Size = 0.4m }), (SetRegime.Trending, new StrategySet { Size = 0.9m })) with
        {
            VolatilitySizes = ImmutableSortedDictionary<VolatilityRegime, decimal>.Empty.Add(VolatilityRegime.High, 0.6m),
            LiquiditySizes = ImmutableSortedDictionary<LiquidityRegime, decimal>.Empty.Add(LiquidityRegime.Low, 0.5m),
        };
        var conditions = SomeSets.Conditions(candles);
        var run = SomeSets.Plan(SomeSets.Roster(sets, "holder"), candles).Run();

        Assert.Superset(new HashSet<decimal> { 0.4m, 0.6m, 0.9m, 1 }, run.Trades.Select(trade => trade.SizeFraction).ToHashSet());
        Assert.All(run.Trades, trade => Assert.Equal(ShareAt(conditions[candles.IndexAt(trade.EntryAt) - 1]), trade.SizeFraction));

        static decimal ShareAt(MarketConditions at)
        {
            var regime = at.Regime switch { null or SetRegime.Volatile => 0.4m, SetRegime.Trending => 0.9m, _ => at.MovementAsRegime == SetRegime.Trending ? 0.9m : 1 };
            return Math.Min(Math.Min(regime, at.Volatility is null or VolatilityRegime.High ? 0.6m : 1), at.Liquidity is null or LiquidityRegime.Low ? 0.5m : 1);
        }
    }

    [Fact]
    public void A_set_of_size_nothing_opens_nothing_and_still_closes_what_it_holds()
    {
        var candles = SomeSets.Weather(3_000, seed: 15);
        var conditions = SomeSets.Conditions(candles);
        var run = SomeSets.Plan(SomeSets.Roster(SomeSets.Of((SetRegime.Volatile, new StrategySet { Size = 0 })), "holder"), candles).Run();

        Assert.All(run.Trades, trade => Assert.NotNull(conditions[candles.IndexAt(trade.EntryAt) - 1].Regime));
        Assert.DoesNotContain(run.Trades, trade => conditions[candles.IndexAt(trade.EntryAt) - 1].Regime == SetRegime.Volatile);
        Assert.Contains(run.Trades, trade => trade.ExitAt is { } exit && conditions[candles.IndexAt(exit) - 1].Regime == SetRegime.Volatile);
        Assert.All(run.Trades.Where(trade => !trade.IsOpen), trade => Assert.Equal(3, trade.BarsHeld));
    }

    [Fact]
    public void A_set_closes_what_it_opened_and_only_then_another_takes_over()
    {
        var candles = SomeSets.Weather(2_500, seed: 16);
        var conditions = SomeSets.Conditions(candles);
        var sets = SomeSets.Of((SetRegime.Trending, new StrategySet { Parameters = SomeSets.Values(("bars", 7)) }));
        var run = SomeSets.Plan(SomeSets.Roster(sets, "turncoat"), candles).Run();
        var changes = run.SetSteps.Where((step, index) => index > 0 && run.SetSteps[index - 1].Set != step.Set).ToList();

        // The strategy is never flat by itself: without this the sets would never change.
        Assert.InRange(changes.Count, 4, 200);
        Assert.All(changes, change => Assert.DoesNotContain(
            run.Trades, trade => trade.EntryAt < change.At && (trade.ExitAt ?? DateTimeOffset.MaxValue) >= change.At));
        Assert.All(run.Trades, trade => Assert.Equal(
            Expected(conditions[candles.IndexAt(trade.EntryAt) - 1]), run.SetSteps.Last(step => step.At <= trade.EntryAt).Set));

        static string Expected(MarketConditions at) => at.Regime is not { } regime || regime == SetRegime.Volatile ? "base"
            : at.MovementAsRegime == SetRegime.Trending ? "trending" : "base";
    }

    [Fact]
    public void A_set_that_is_not_in_charge_sees_every_candle_and_can_do_nothing()
    {
        var candles = SomeSets.Weather(1_500, seed: 17);
        var meddler = new MeddlerDefinition();
        var catalog = StrategyCatalog.BuiltIn.With([new SomeSets.HolderDefinition(), meddler]);
        var sets = SomeSets.Of((SetRegime.Reversal, new StrategySet { Strategy = "meddler" }));
        var run = SomeSets.Plan(SetRoster.Of(sets, catalog, catalog.Find("holder")!, SomeSets.Values()), candles).Run();

        Assert.Equal(candles.Count, meddler.Seen);
        Assert.NotEmpty(run.Trades);
        Assert.All(run.Trades.Where(trade => !trade.IsOpen), trade => Assert.Equal(((decimal?)null, 3), (trade.StopLoss, trade.BarsHeld)));
        Assert.DoesNotContain(run.Orders, note => note.Kind == OrderNoteKind.Cancelled);
    }

    [Fact]
    public void What_takes_a_position_off_is_never_lessened()
    {
        var candles = Scene.Still(100, 100, 100, 100, 100, 100);
        var run = new Scene().Play(candles, bar =>
        {
            bar.Seat(isIgnored: false, bar.Index < 1 ? 1 : 0.5m);
            switch (bar.Index)
            {
                case 0:
                    bar.Place(Scene.Buy(10));
                    break;
                case 1:
                    bar.Place(Scene.Sell(6));
                    break;
                case 2:
                    bar.Place(Scene.Sell(10));
                    break;
                default:
                    break;
            }
        });

        Assert.Equal([10m, 6m, 4m, 3m], run.Orders.Where(note => note.Kind == OrderNoteKind.Filled).Select(note => note.Quantity));
    }

    /// <summary>Tries to spoil what others do, at every candle.</summary>
    private sealed class MeddlerDefinition : StrategyDefinition
    {
        public int Seen { get; private set; }

        public override string Name => "meddler";

        public override string Title => Name;

        public override string Meaning => Name;

        public override ImmutableArray<StrategyParameter> Parameters => [];

        public override int WarmUpBars(StrategyArguments arguments) => 1;

        public override IStrategy Create(StrategyArguments arguments) => new Scripted(bar =>
        {
            Seen++;
            if (bar.IsWarmUp)
            {
                bar.Exit();
                bar.Protect(new Bracket(bar.Close / 2, null));
                bar.CancelAll();
                foreach (var order in bar.Waiting.ToList())
                {
                    bar.Cancel(order);
                }
            }
        });
    }
}
