using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>The market analysis narrows limits and never widens one; what it cannot see it neither calls calm nor forgets.</summary>
public sealed class MarketAssessmentTests
{
    private static readonly RiskSettings Following = RiskSettings.Default with
    {
        MarketSizeCut = 0.6m,
        MarketDrawdownCut = 0.5m,
        MarketStopWidening = 1,
        MaxNotional = RiskSettings.Default.MaxNotional.Add("*", 50_000),
    };

    private static readonly CircuitBreaker Guard = Some.Watch("MAX_DRAWDOWN", 0.1m);

    private static readonly MarketAssessment Quiet = new()
    {
        State = MarketState.Calm,
        Bars = 5,
        Next = [0.9m, 0.05m, 0.03m, 0.02m],
        Volatility = VolatilityRegime.Normal,
        Liquidity = LiquidityRegime.High,
        Correlation = CorrelationRegime.Normal,
    };

    private static readonly MarketAssessment Storm = Quiet with { State = MarketState.Turbulent, Next = [0, 0, 0.1m, 0.9m], Volatility = VolatilityRegime.High };

    [Fact]
    public void A_turbulent_market_cuts_orders_positions_and_the_tolerated_drawdown()
    {
        var desk = Holding(Following).Configure(Guard);

        Assess(desk, Storm);

        var context = Context(desk);
        Assert.Equal(0.5m, context.Factor);
        Assert.Equal(25_000, context.MaxNotional);
        Assert.Equal((1m, "what is held keeps its stop"), (context.StopFactor, context.StopReason));
        Assert.Contains("a turbulent market", context.FactorReason, StringComparison.Ordinal);
        Assert.Equal(0.07m, Threshold(desk));
    }

    [Fact]
    public void Without_leave_to_cut_the_analysis_changes_nothing()
    {
        var desk = Holding(RiskSettings.Default).Configure(Guard);

        Assess(desk, Storm);

        Assert.Equal((1m, 1m), (Context(desk).Factor, Context(desk).StopFactor));
        Assert.Equal(0.1m, Threshold(desk));
    }

    [Fact]
    public void A_drawdown_that_is_tolerated_in_a_calm_market_trips_in_a_turbulent_one()
    {
        var desk = Holding(Following).Configure(Guard).Marks("BTCUSDT", 92_000, 92_000, 92_000);
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Guard).Status);

        Assess(desk, Storm).Marks("BTCUSDT", 92_000, 91_999);

        Assert.NotEqual(BreakerStatus.Armed, desk.Breaker(Guard).Status);
        Assert.Equal(0.07m, desk.Events[^1].Threshold);
    }

    [Fact]
    public void Sight_that_is_lost_loosens_nothing_and_only_a_known_calm_does()
    {
        var desk = Holding(Following).Configure(Guard);
        Assess(desk, Storm);

        Assess(desk, MarketAssessment.Unknown).Wait(TimeSpan.FromHours(2));

        Assert.Equal((0.5m, 0.07m), (Context(desk).Factor, Threshold(desk)));
        Assess(desk, Quiet);
        Assert.Equal((1m, 0.1m), (Context(desk).Factor, Threshold(desk)));
    }

    [Fact]
    public void The_narrower_threshold_goes_with_the_position_and_survives_a_restart()
    {
        var desk = Holding(Following).Configure(Guard);
        Assess(desk, Storm).Restart();
        Assert.Equal((0.5m, 0.07m), (Context(desk).Factor, Threshold(desk)));

        desk.Hold("BTCUSDT", 0, 100_000);

        Assert.Equal(0.1m, Threshold(desk));
    }

    [Theory]
    [InlineData(BookFindingKind.WideSpread, "the spread is unusually wide")]
    [InlineData(BookFindingKind.ThinDepth, "depth has vanished")]
    [InlineData(BookFindingKind.LargeOrder, "a large order rests in the book")]
    [InlineData(BookFindingKind.ExecutedOrder, "a large order was executed")]
    [InlineData(BookFindingKind.PulledOrder, "a large order was pulled")]
    [InlineData(BookFindingKind.SuspectedSpoof, "suspected spoofing")]
    public void What_is_found_in_a_book_is_told_once_where_something_is_held_and_narrows_nothing(BookFindingKind kind, string told)
    {
        var desk = Holding(Following);
        Assess(desk, Quiet).Forget();
        var finding = new BookFinding(kind, Desk.Start, 99_950) { IsBid = true, Size = 20, Executed = 0, From = Desk.Start, Levels = 3, Deviations = -7 };

        Assess(Assess(Assess(desk, Quiet with { Finding = finding }), Quiet with { Finding = finding }), Quiet with { Finding = null });

        Assert.Contains(told, Assert.Single(desk.Alerts).Title, StringComparison.Ordinal);
        Assert.Equal((1m, 1m), (Context(desk).Factor, Context(desk).StopFactor));
    }

    [Fact]
    public void A_change_where_something_is_held_is_told_once_and_elsewhere_not_at_all()
    {
        var desk = Holding(Following);
        Assess(desk, Quiet).Forget();

        Assess(Assess(Assess(desk, Storm), Storm), Storm with { Volatility = null });
        desk.Post(new RiskEvent.MarketAssessed(Some.Id("ETHUSDT"), Quiet) { Times = desk.Times });
        desk.Post(new RiskEvent.MarketAssessed(Some.Id("ETHUSDT"), Storm) { Times = desk.Times });

        Assert.Equal(
            ["BTCUSDT: market is turbulent now", "BTCUSDT: volatility is high now"], desk.Alerts.Select(alert => alert.Title).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_is_told_no_limit_in_effect_is_ever_wider_than_the_configured_one()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var dice = new Random(seed);
            var settings = Following with { MarketSizeCut = dice.Next(10) / 10m, MarketDrawdownCut = dice.Next(10) / 10m, MarketStopWidening = dice.Next(11) / 10m };
            var least = Math.Min(1 - settings.MarketSizeCut, 1 / (1 + settings.MarketStopWidening));
            var desk = Holding(settings).Configure(Guard);
            for (var step = 0; step < 40; step++)
            {
                var before = Context(desk).Factor;
                var assessment = Any(dice);
                Assess(desk, assessment).Pass(dice.Next(200));
                desk = dice.Next(10) == 0 ? desk.Restart() : desk;

                var context = Context(desk);
                Assert.InRange(context.Factor, least, 1);
                Assert.True(context.MaxNotional <= 50_000, $"seed {seed}, step {step}");
                Assert.Equal(1, context.StopFactor);
                Assert.InRange(Threshold(desk), 0.1m * (1 - settings.MarketDrawdownCut), 0.1m);
                Assert.True(assessment != MarketAssessment.Unknown || context.Factor == before, $"seed {seed}, step {step}");
            }
        }
    }

    [Fact]
    public void A_regime_breaker_trips_on_a_state_that_has_lasted_and_is_likely_to()
    {
        var breaker = Some.Watch("REGIME", 0.8m).With("bars", "3");
        var desk = Holding(RiskSettings.Default).Configure(breaker);

        Live(Assess(desk, Storm with { Bars = 2 }));
        Assert.Equal((0m, BreakerStatus.Armed), (desk.Breaker(breaker).Value, desk.Breaker(breaker).Status));

        Live(Assess(desk, Storm with { Bars = 3 }));
        Assert.Equal(0.9m, desk.Breaker(breaker).Value);
        Assert.Contains(BreakerEventKind.Triggered, desk.Told(breaker));
    }

    [Fact]
    public void A_regime_breaker_is_blind_without_a_fresh_and_known_state()
    {
        var breaker = Some.Watch("REGIME", 0.8m);
        var desk = Holding(RiskSettings.Default).Configure(breaker);
        Assert.Null(desk.Breaker(breaker).Value);

        Assess(desk, Quiet).Wait(1);
        Assert.Equal(0m, desk.Breaker(breaker).Value);

        Assess(desk, Quiet with { State = null, Next = [] }).Wait(1);
        Assert.Null(desk.Breaker(breaker).Value);

        Assess(desk, Quiet).Wait(RiskSettings.Default.AssessmentStaleAfter + TimeSpan.FromSeconds(1));
        Assert.Null(desk.Breaker(breaker).Value);
        Assert.Contains("does not know the state of BTCUSDT", desk.Breaker(breaker).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regime_breaker_that_names_a_contract_watches_it_without_a_position_also_after_a_restart()
    {
        var breaker = Some.Watch("REGIME", 0.8m) with { MeasureScope = new Scope { Symbols = ["ETHUSDT"] } };
        var desk = new Desk().Read().Configure(breaker);
        Assert.Null(desk.Breaker(breaker).Value);

        desk.Post(new RiskEvent.MarketAssessed(Some.Id("ETHUSDT"), Storm) { Times = desk.Times }).Restart().Read();

        Assert.Equal(0.9m, desk.Breaker(breaker).Value);
    }

    [Theory]
    [InlineData("TURBULENT, CALM", true)]
    [InlineData("TURBULENT, PANIC", false)]
    [InlineData("", false)]
    public void Only_known_states_are_taken(string states, bool isSound) =>
        Assert.Equal(isSound, BreakerValidation.Validate(Some.Breaker("REGIME", 0.8m).With("states", states)).IsEmpty);

    private static Desk Holding(RiskSettings settings) => new Desk(settings).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Read();

    private static Desk Assess(Desk desk, MarketAssessment assessment) =>
        desk.Post(new RiskEvent.MarketAssessed(Some.Id("BTCUSDT"), assessment) { Times = desk.Times });

    private static Desk Live(Desk desk) => desk.Live(TimeSpan.FromSeconds(4), "BTCUSDT", 100_000);

    private static PreTradeContext Context(Desk desk) => desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both);

    private static decimal Threshold(Desk desk) => desk.Engine.EvaluateBreakers().Single().Threshold;

    private static MarketAssessment Any(Random dice) => dice.Next(5) == 0 ? MarketAssessment.Unknown : new MarketAssessment
    {
        State = Perhaps<MarketState>(dice),
        IsBreakout = dice.Next(3) == 0,
        Volatility = Perhaps<VolatilityRegime>(dice),
        Liquidity = Perhaps<LiquidityRegime>(dice),
        Correlation = Perhaps<CorrelationRegime>(dice),
    };

    private static T? Perhaps<T>(Random dice)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return dice.Next(4) == 0 ? null : values[dice.Next(values.Length)];
    }
}
