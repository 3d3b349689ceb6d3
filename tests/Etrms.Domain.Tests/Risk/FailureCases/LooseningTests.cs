using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Etrms.Domain.Tests.Risk.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>Nobody loosens a limit in the heat of the moment: not a breaker's, not a setting, by no way and no order of changes.</summary>
public sealed class LooseningTests
{
    private static readonly CircuitBreaker Guard = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };

    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"];

    [Fact]
    public void FC_27_Loosening_switching_off_and_deleting_a_tripped_breaker_wait_and_are_noted()
    {
        var desk = Tripped();
        CircuitBreaker[][] attempts = [[Guard with { Revision = 2, Threshold = 0.5m }], [Guard with { Revision = 3, Mode = BreakerMode.Off }], []];

        foreach (var attempt in attempts)
        {
            desk.Forget().Configure(attempt);

            Assert.Equal((1, 0.05m, BreakerMode.Armed), (Held(desk).Breaker.Revision, Held(desk).Breaker.Threshold, Held(desk).Breaker.Mode));
            Assert.NotNull(Held(desk).Pending);
            Assert.Contains(desk.Alerts, alert => alert.Key.StartsWith("queued/", StringComparison.Ordinal));
            Assert.Equal(("breaker.loosening_queued", $"{Guard.Id}"), Assert.Single(Noted(desk)));
        }

        desk.Wait(TimeSpan.FromDays(1)).Read();
        Assert.Equal(BreakerStatus.Latched, Held(desk).Status);
    }

    [Fact]
    public void FC_27_What_waited_takes_effect_with_the_first_day_after_the_resume()
    {
        var desk = Tripped().Configure(Guard with { Revision = 2, Threshold = 0.5m });

        Resume(desk);
        Assert.Equal(0.05m, Held(desk).Breaker.Threshold);
        desk.Wait(TimeSpan.FromDays(1)).Read();

        Assert.Equal((0.5m, null), (Held(desk).Breaker.Threshold, Held(desk).Pending));
    }

    [Fact]
    public void FC_27_Looser_settings_wait_on_a_live_account_for_the_next_day_and_are_noted()
    {
        var desk = new Desk(isPaper: false).Read();

        desk.Settle(Settings(("staleness.no_new_risk_after", "40"), ("staleness.critical_after", "50"), ("qualification.close_samples", "5")), 7);

        Assert.Equal((15d, 50d, 3), Effective(desk));
        Assert.Equal(("settings.loosening_queued", "7"), Assert.Single(Noted(desk)));
        var alert = Assert.Single(desk.Alerts, alert => alert.Key == "queued/settings/7");
        Assert.Contains("No new risk without prices after: 15 to 40", alert.Text, StringComparison.Ordinal);
        desk.Wait(TimeSpan.FromHours(12));
        Assert.Equal((40d, 50d, 5), Effective(desk));
    }

    [Fact]
    public void FC_27_On_paper_looser_settings_wait_while_something_is_tripped_even_over_a_day_boundary()
    {
        var desk = Tripped().Settle(Settings(("qualification.close_after", "20")), 1);
        Assert.Equal(TimeSpan.FromSeconds(2), desk.Engine.Settings.CloseAfter);

        desk.Wait(TimeSpan.FromDays(1)).Read();
        Assert.Equal(TimeSpan.FromSeconds(2), desk.Engine.Settings.CloseAfter);
        Assert.True(desk.Snapshot.Settings.WaitsForBreakers);
        Resume(desk);
        desk.Wait(TimeSpan.FromDays(1));

        Assert.Equal(TimeSpan.FromSeconds(20), desk.Engine.Settings.CloseAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), new Desk().Settle(Settings(("qualification.close_after", "30")), 1).Engine.Settings.CloseAfter);
    }

    [Fact]
    public void FC_27_A_restart_neither_applies_nor_forgets_what_waits()
    {
        var desk = new Desk(isPaper: false).Read().Settle(Settings(("staleness.critical_after", "300")), 3);

        desk.Restart().Settle(Settings(("staleness.critical_after", "300")), 3);
        Assert.Equal((60d, 3), (desk.Engine.Settings.CriticalAfter.TotalSeconds, desk.Snapshot.Settings.Version));
        desk.Restart().Wait(TimeSpan.FromHours(12));

        Assert.Equal(300, desk.Engine.Settings.CriticalAfter.TotalSeconds);
    }

    [Fact]
    public void FC_27_A_version_that_was_never_validated_is_told_and_stays_without_effect()
    {
        var desk = new Desk().Settle(RiskSettings.Default with { MarkStaleAfter = TimeSpan.FromDays(1) }, 9);

        Assert.Equal(TimeSpan.FromSeconds(5), desk.Engine.Settings.MarkStaleAfter);
        Assert.Contains("staleness.mark_stale_after", Assert.Single(desk.Alerts).Text, StringComparison.Ordinal);
    }

    /// <summary>A day that could be begun again would bring a new daily allowance.</summary>
    [Fact]
    public void FC_27_Another_start_of_the_day_never_begins_a_day_twice()
    {
        var desk = new Desk().Read().Trade(-100);

        foreach (var start in (string[])["12:30", "13:30", "00:30"])
        {
            desk.Settle(Settings(("trading_day.start", start)), 1).Wait(TimeSpan.FromMinutes(50)).Read();
            Assert.Equal(-100, desk.Snapshot.Book.DayPnl);
        }

        desk.Wait(TimeSpan.FromHours(11)).Read();
        Assert.Equal(0, desk.Snapshot.Book.DayPnl);
    }

    [Fact]
    public void Effective_limits_never_exceed_configured_ones_under_any_order_of_changes() =>
        Prop.ForAll(Gen.Choose(0, 99_999).ArrayOf(5).ToArbitrary(), course =>
        {
            var desk = course[0] % 2 == 0 ? new Desk(isPaper: false).Read() : Tripped();
            foreach (var number in course)
            {
                Happen(desk, number);

                var settings = desk.Snapshot.Settings;
                Assert.All(SettingCatalog.All, setting => Assert.NotEqual(BreakerChange.Tighter, setting.Compare(settings.Effective, settings.Configured)));
            }

            Assert.Empty(RiskConfiguration.Validate(desk.Engine.Settings));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    public void A_breaker_never_protects_less_than_its_configuration_under_any_order_of_changes() =>
        Prop.ForAll(Gen.Choose(1, 99).ArrayOf(8).ToArbitrary(), thresholds =>
        {
            var desk = thresholds[0] % 2 == 0 ? Long(isPaper: false) : Tripped();
            var revision = 1;
            foreach (var threshold in thresholds)
            {
                var wanted = Guard with { Revision = ++revision, Threshold = threshold / 100m };
                var before = Held(desk).Breaker.Threshold;

                desk.Configure(wanted);

                Assert.Equal(Math.Min(before, wanted.Threshold), Held(desk).Breaker.Threshold);
                Assert.NotEqual(BreakerChange.Tighter, BreakerComparison.Compare(Held(desk).Breaker, wanted));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <summary>Every number is one thing that happens: a change of settings, time, a restart or a resume.</summary>
    private static void Happen(Desk desk, int number)
    {
        var size = number / 10;
        switch (number % 10)
        {
            case 0:
                desk.Restart();
                break;
            case 1:
                desk.Wait(TimeSpan.FromHours(size % 40));
                break;
            case 2:
                Resume(desk);
                break;
            default:
                desk.Settle(Random(size), number);
                break;
        }
    }

    /// <summary>Sound settings spread over the bounds: ages keep their order.</summary>
    private static RiskSettings Random(int seed)
    {
        var share = seed % 97 / 97m;
        return Settings(
            ("staleness.mark_stale_after", $"{2 + decimal.Round(13 * share, 1)}"), ("staleness.no_new_risk_after", $"{15 + (seed % 45)}"),
            ("staleness.critical_after", $"{60 + (seed % 300)}"), ("qualification.close_samples", $"{1 + (seed % 20)}"),
            ("qualification.pause_after", $"{seed % 30}"), ("execution.action_deadline", $"{5 + (seed % 500)}"),
            ("pre_trade.min_liquidation_distance", $"{decimal.Round(share / 2, 3)}"), ("pre_trade.max_orders_per_minute", $"{1 + seed}"),
            ("pre_trade.max_notional", seed % 3 == 0 ? "" : $"* = {1000 + seed}, {(seed % 2 == 0 ? "BTCUSDT" : "ETHUSDT")} = {1 + seed}"),
            ("trading_day.zone", Zones[seed % Zones.Length]), ("trading_day.start", $"{seed % 24:00}:30"));
    }

    private static RiskSettings Settings(params (string Key, string Value)[] values) => SettingCatalogTests.Configured(values);

    private static (double NoNewRisk, double Critical, int Samples) Effective(Desk desk) =>
        (desk.Engine.Settings.NoNewRiskAfter.TotalSeconds, desk.Engine.Settings.CriticalAfter.TotalSeconds, desk.Engine.Settings.CloseSamples);

    private static BreakerSnapshot Held(Desk desk) => Assert.Single(desk.Snapshot.Breakers);

    private static IEnumerable<(string Action, string Subject)> Noted(Desk desk) =>
        desk.Decisions.OfType<RiskDecision.NoteAttempt>().Select(attempt => (attempt.Action, attempt.Subject));

    private static void Resume(Desk desk) =>
        desk.Command(new OperatorCommand.ResumeBreaker(Guard.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann", Reason = "looked" });

    private static Desk Tripped() => Long(isPaper: true).Mark("BTCUSDT", 98_000).Execute();

    private static Desk Long(bool isPaper) => new Desk(isPaper: isPaper).Read()
        .Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(Guard).Mark("BTCUSDT", 100_000);
}
