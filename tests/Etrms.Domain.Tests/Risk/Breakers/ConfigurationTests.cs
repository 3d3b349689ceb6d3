using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>Validation, the sentence, and changes of a breaker at work.</summary>
public sealed class ConfigurationTests
{
    public static TheoryData<string, CircuitBreaker> Faults => new()
    {
        { "type", Some.Breaker("NONSENSE", 1) },
        { "name", Some.Drawdown(0.1m) with { Name = " " } },
        { "threshold", Some.Drawdown(0) },
        { "threshold", Some.Drawdown(-1) },
        { "threshold", Some.Drawdown(5) },
        { "threshold", Some.Breaker("PNL", 1.5m) },
        { "threshold", Some.Breaker("CONSECUTIVE_LOSSES", 2.5m) },
        { "threshold", Some.Breaker("LEVERAGE", 1e20m) },
        { "clear_at", Some.Drawdown(0.1m) with { ClearAt = 1.1m } },
        { "settings.color", Some.Drawdown(0.1m).With("color", "red") },
        { "settings.mode", Some.Drawdown(0.1m).With("mode", "SIDEWAYS") },
        { "settings.mode", Some.Drawdown(0.1m).With("mode", "STATIC").With("window", "ROLLING") },
        { "settings.rolling_days", Some.Drawdown(0.1m).With("rolling_days", "0") },
        { "settings.rolling_days", Some.Drawdown(0.1m).With("rolling_days", "NaN") },
        { "settings.include_unrealised", Some.Breaker("PNL", 0.1m).With("include_unrealised", "yes") },
        { "stages", Some.Drawdown(0.1m) with { Stages = [] } },
        { "stages[0].at", Some.Drawdown(0.1m) with { Stages = Some.Stages((1.2m, BreakerActionKind.Notify)) } },
        { "stages[1].at", Some.Drawdown(0.1m) with { Stages = Some.Stages((1, BreakerActionKind.Notify), (0.5m, BreakerActionKind.Notify)) } },
        { "stages[0].actions", Some.Drawdown(0.1m) with { Stages = [new(1, [])] } },
        { "stages[0].actions[0].reduce_by", Some.Drawdown(0.1m) with { Stages = [new(1, [new(BreakerActionKind.ReducePosition)])] } },
        { "stages[0].actions[0].reduce_by", Some.Drawdown(0.1m) with { Stages = [new(1, [new(BreakerActionKind.ReducePosition) { ReduceBy = 1.5m }])] } },
        { "stages[0].actions[0].reduce_by", Some.Drawdown(0.1m) with { Stages = [new(1, [new(BreakerActionKind.Notify) { ReduceBy = 0.5m }])] } },
        { "qualify_for_ms", Some.Drawdown(0.1m) with { Qualify = new(TimeSpan.FromSeconds(-1), 1) } },
        { "qualify_min_samples", Some.Drawdown(0.1m) with { Qualify = new(TimeSpan.Zero, 0) } },
        { "cooldown_seconds", Some.Drawdown(0.1m) with { Cooldown = TimeSpan.FromSeconds(-1) } },
        { "rearm_after_seconds", Some.Drawdown(0.1m) with { Rearm = new(RearmMode.AutoTime) } },
        { "rearm_clear_for_seconds", Some.Breaker("LEVERAGE", 3) with { Rearm = new(RearmMode.AutoRecover) { ClearFor = TimeSpan.FromSeconds(-1) } } },
        { "max_auto_rearms", Some.Breaker("LEVERAGE", 3) with { Rearm = new(RearmMode.NextDay) { MaxAutoRearms = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_by_its_field(string field, CircuitBreaker breaker)
    {
        var reasons = BreakerValidation.Validate(breaker);

        Assert.Contains(reasons, reason => reason.Field == field);
    }

    [Theory]
    [InlineData(BreakerActionKind.PauseTrading)]
    [InlineData(BreakerActionKind.ClosePositions)]
    public void FC_25_Recovery_alone_is_refused_for_a_drawdown_breaker_that_stops_entries(BreakerActionKind action)
    {
        var breaker = Some.Drawdown(0.1m, action) with { Rearm = new(RearmMode.AutoRecover) };

        var (field, reason) = Assert.Single(BreakerValidation.Validate(breaker));
        Assert.Equal("rearm_mode", field);
        Assert.Contains("would never re-arm", reason, StringComparison.Ordinal);
        Assert.Empty(BreakerValidation.Validate(breaker with { Stages = Some.Stages((1, BreakerActionKind.Notify)) }));
    }

    [Fact]
    public void Every_condition_is_sound_with_its_defaults_and_describes_itself()
    {
        Assert.Equal(
            [
                "MAX_DRAWDOWN", "PNL", "MAX_POSITION_SIZE", "CONSECUTIVE_LOSSES", "LEVERAGE", "STALE_DATA", "TRAILING_STOP", "MARGIN_RATIO",
                "LIQUIDATION_DISTANCE", "EXPOSURE", "CONCENTRATION", "CORRELATED_EXPOSURE", "BETA_EXPOSURE", "VAR", "ES", "FUNDING_COST", "LIQUIDITY", "VOLATILITY", "TIME_BASED", "TRADE_COUNT", "ORDER_RATE",
                "UNPROTECTED_POSITION", "STOP_NOT_FILLED", "DISCONNECTED", "RECONCILE_MISMATCH", "REGIME", "BEHAVIOUR", "MANUAL",
            ],
            ConditionCatalog.All.Select(condition => condition.Key));
        Assert.All(ConditionCatalog.All, condition =>
        {
            var breaker = Some.Breaker(condition.Key, condition.DefaultThreshold) with
            {
                Settings = Some.Breaker(condition.Key, 1).Settings.SetItems(condition.Settings.ToDictionary(setting => setting.Name, setting => setting.Default)),
            };
            Assert.Empty(BreakerValidation.Validate(breaker));
            Assert.Contains("When ", BreakerSentence.Describe(breaker), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_sentence_tells_the_whole_rule()
    {
        var breaker = Some.Drawdown(0.1m) with
        {
            Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (1, BreakerActionKind.ClosePositions)),
            MeasureScope = new Scope { Exchanges = [Exchange.Binance] },
        };

        Assert.Equal(
            "When maximum drawdown of Binance rises, at 5 % it will notify you and at 10 % it will close every position and refuse new risk; "
                + "it stays tripped until you resume it.",
            BreakerSentence.Describe(breaker));
    }

    /// <summary>It used to say "refuse new risk and refuse new risk".</summary>
    [Fact]
    public void The_sentence_refuses_new_risk_once_a_stage()
    {
        var breaker = Some.Drawdown(0.1m) with
        {
            Stages = Some.Stages((0.5m, BreakerActionKind.PauseTrading), (1, BreakerActionKind.ClosePositions)),
        };
        var last = breaker.Stages[1];
        breaker = breaker with { Stages = breaker.Stages.SetItem(1, last with { Actions = last.Actions.Add(breaker.Stages[0].Actions[0]) }) };

        var sentence = BreakerSentence.Describe(breaker);

        Assert.Contains("at 10 % it will close every position and refuse new risk;", sentence, StringComparison.Ordinal);
        Assert.Contains("at 5 % it will refuse new risk and", sentence, StringComparison.Ordinal);
    }

    public static TheoryData<BreakerChange, CircuitBreaker, CircuitBreaker?> Changes
    {
        get
        {
            var plain = Some.Drawdown(0.1m);
            var ladder = plain with { Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (1, BreakerActionKind.ClosePositions)) };
            return new()
            {
                { BreakerChange.None, plain, plain with { Name = "Other" } },
                { BreakerChange.Tighter, plain, plain with { Threshold = 0.08m } },
                { BreakerChange.Looser, plain, plain with { Threshold = 0.12m } },
                { BreakerChange.Looser, plain, null },
                { BreakerChange.Looser, plain, plain with { Mode = BreakerMode.Observe } },
                { BreakerChange.Tighter, plain with { Mode = BreakerMode.Off }, plain with { Threshold = 0.9m } },
                { BreakerChange.Tighter, plain, ladder },
                { BreakerChange.Looser, ladder, plain },
                { BreakerChange.Looser, ladder, ladder with { Threshold = 0.05m, Stages = Some.Stages((1, BreakerActionKind.ClosePositions)) } with { Threshold = 0.1m } },
                { BreakerChange.Tighter, ladder, ladder with { Threshold = 0.2m, Stages = Some.Stages((0.2m, BreakerActionKind.Notify), (0.5m, BreakerActionKind.ClosePositions)) } },
                { BreakerChange.Looser, plain, plain with { Stages = Some.Stages((1, BreakerActionKind.ReducePosition)) } },
                { BreakerChange.Looser, plain, plain with { ActScope = new Scope { Symbols = ["BTCUSDT"] } } },
                { BreakerChange.Looser, plain, plain with { Qualify = new(TimeSpan.FromMinutes(1), 3) } },
                { BreakerChange.Looser, plain, plain with { Rearm = new(RearmMode.NextDay) } },
                { BreakerChange.Tighter, plain with { Rearm = new(RearmMode.NextDay) }, plain },
                { BreakerChange.Looser, plain, plain.With("mode", "STATIC") },
                { BreakerChange.Looser, plain with { UnknownPolicy = UnknownPolicy.Pause }, plain },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_judged_by_what_it_protects(BreakerChange expected, CircuitBreaker before, CircuitBreaker? after)
    {
        Assert.Equal(expected, BreakerComparison.Compare(before, after));
    }

    [Fact]
    public void On_paper_an_untripped_breaker_changes_at_once_and_on_a_live_account_only_when_tightened()
    {
        var breaker = Some.Drawdown(0.05m);

        Assert.Equal(0.5m, Long(true, breaker).Configure(breaker with { Revision = 2, Threshold = 0.5m }).Snapshot.Breakers[0].Breaker.Threshold);
        Assert.Equal(0.05m, Long(false, breaker).Configure(breaker with { Revision = 2, Threshold = 0.5m }).Snapshot.Breakers[0].Breaker.Threshold);
        Assert.Equal(0.04m, Long(false, breaker).Configure(breaker with { Revision = 2, Threshold = 0.04m }).Snapshot.Breakers[0].Breaker.Threshold);
        Assert.Empty(Long(true, breaker).Configure().Snapshot.Breakers);
    }

    [Fact]
    public void A_tighter_threshold_keeps_the_peak_that_was_measured()
    {
        var breaker = Some.Drawdown(0.2m) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = Long(true, breaker).Mark("BTCUSDT", 98_000);

        desk.Configure(breaker with { Revision = 2, Threshold = 0.05m });

        Assert.Equal(0.06m, Assert.Single(desk.Events).Value);
    }

    [Fact]
    public void A_row_that_was_never_validated_is_told_and_leaves_the_others_at_work()
    {
        var nonsense = Some.Breaker("NONSENSE", 1) with { Id = Guid.NewGuid() };

        var desk = Long(true, nonsense, Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) }).Mark("BTCUSDT", 98_000);

        Assert.Single(desk.Reductions);
        Assert.Contains(desk.Alerts, alert => alert.BreakerId == nonsense.Id);
    }

    [Fact]
    public void Evaluation_on_demand_says_what_would_happen_and_does_nothing()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.FromHours(1), 3) };
        var desk = Long(true, breaker).Mark("BTCUSDT", 98_000);

        var evaluation = Assert.Single(desk.Engine.EvaluateBreakers());

        Assert.Equal(("TRIP", 0.06m), (evaluation.Verdict, evaluation.Value));
        Assert.Contains("close every position", evaluation.WouldDo, StringComparison.Ordinal);
        Assert.Empty(desk.Reductions);
        Assert.Equal("UNKNOWN", Assert.Single(desk.Wait(10).Engine.EvaluateBreakers()).Verdict);
    }

    private static Desk Long(bool isPaper, params CircuitBreaker[] breakers) => new Desk(isPaper: isPaper).Read()
        .Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers).Mark("BTCUSDT", 100_000);
}
