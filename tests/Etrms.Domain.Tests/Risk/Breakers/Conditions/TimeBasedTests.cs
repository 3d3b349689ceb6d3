using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

/// <summary>The desk starts on Thursday 12 June 2025 at 12:00 UTC.</summary>
public sealed class TimeBasedTests
{
    [Fact]
    public void It_holds_from_the_start_of_a_window_to_its_end_excluded()
    {
        var night = Window("MON-FRI 22:00 8h", "UTC");
        var desk = new Desk().Configure(night).Wait(TimeSpan.FromHours(10) - TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Events);

        desk.Wait(1);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(night));
        desk.Wait(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        Assert.Single(desk.Events);
        desk.Wait(1);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(night)[^1]);
    }

    [Theory]
    [InlineData("THU 13:00 60m", 30, false)]
    [InlineData("THU 13:00 60m", 60, true)]
    [InlineData("WED 13:00 2d", 30, true)]
    [InlineData("FRI-SUN 00:00 1d", 60, false)]
    [InlineData("SUN-THU 12:00 2h; FRI 00:00 1h", 30, true)]
    [InlineData("SAT,THU 12:30 5m", 32, true)]
    public void Lists_and_ranges_of_days_are_read(string windows, int minutes, bool holds)
    {
        var breaker = Window(windows, "UTC");
        var desk = new Desk().Configure(breaker).Wait(TimeSpan.FromMinutes(minutes));

        Assert.Equal(holds ? 1 : 0, desk.Breaker(breaker).Value);
    }

    [Theory]
    [InlineData("0 13 * * THU 60m", 30, false)]
    [InlineData("0 13 * * THU 60m", 60, true)]
    [InlineData("*/15 12 12 JUN * 5m", 16, true)]
    [InlineData("*/15 12 12 JUN * 5m", 21, false)]
    [InlineData("0,40 12 * * * 10m", 45, true)]
    [InlineData("0 8-12/2 12 6 * 30m", 29, true)]
    [InlineData("0 8-11/2 12 6 * 30m", 29, false)]
    [InlineData("0 0 12 JUL * 1d", 30, false)]
    [InlineData("0 12 * * 4 2h", 30, true)]
    [InlineData("0 0 * * 0,7 1d", 30, false)]
    [InlineData("30 18 * * WED 1d; 0 0 1 * * 1h", 30, true)]
    public void The_five_fields_of_cron_and_a_length_are_read(string windows, int minutes, bool holds)
    {
        var breaker = Window(windows, "UTC");
        var desk = new Desk().Configure(breaker).Wait(TimeSpan.FromMinutes(minutes));

        Assert.Equal(holds ? 1 : 0, desk.Breaker(breaker).Value);
    }

    [Theory]
    [InlineData("0 12 13 * THU 1h", true)]
    [InlineData("0 12 12 * MON 1h", true)]
    [InlineData("0 12 13 * MON 1h", false)]
    [InlineData("0 12 13 * * 1h", false)]
    [InlineData("0 12 * * MON 1h", false)]
    public void Where_cron_restricts_date_and_weekday_either_is_enough(string windows, bool holds)
    {
        var breaker = Window(windows, "UTC");

        Assert.Equal(holds ? 1 : 0, new Desk().Configure(breaker).Wait(TimeSpan.FromMinutes(30)).Breaker(breaker).Value);
    }

    [Fact]
    public void A_window_that_comes_once_a_year_is_not_missed()
    {
        var summer = Window("0 0 1 JUL * 1h", "America/New_York");
        var desk = new Desk().Configure(summer);

        // Midnight of 1 July in New York is 04:00 UTC.
        for (var day = 0; day < 18; day++)
        {
            Assert.Equal(0, desk.Wait(TimeSpan.FromDays(1)).Breaker(summer).Value);
        }

        Assert.Equal(0, desk.Wait(new TimeSpan(15, 59, 59)).Breaker(summer).Value);
        Assert.Equal(1, desk.Wait(1).Breaker(summer).Value);
        Assert.Equal(0, desk.Wait(TimeSpan.FromHours(1)).Breaker(summer).Value);
    }

    /// <summary>Berlin went from 02:00 to 03:00 on 30 March 2025 and from 03:00 to 02:00 on 26 October 2025.</summary>
    [Theory]
    [InlineData("2025-03-30T00:59:59Z", false)]
    [InlineData("2025-03-30T01:00:00Z", true)]
    [InlineData("2025-03-30T01:59:59Z", true)]
    [InlineData("2025-03-30T02:00:00Z", false)]
    [InlineData("2025-10-26T00:29:59Z", false)]
    [InlineData("2025-10-26T00:30:00Z", true)]
    [InlineData("2025-10-26T01:30:00Z", false)]
    public void FC_19_A_start_that_is_left_out_moves_to_the_first_valid_instant_and_a_double_one_is_the_first(string at, bool holds)
    {
        var breaker = Window("SUN 02:30 60m", "Europe/Berlin");
        var desk = new Desk().Configure(breaker);

        desk.Post(new Etrms.Domain.Risk.RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100, 0)
        {
            Times = new(DateTimeOffset.Parse(at), desk.Now, desk.Now),
        });

        Assert.Equal(holds ? 1 : 0, desk.Breaker(breaker).Value);
    }

    [Theory]
    [InlineData("MON 25:00 8h", "UTC", "settings.windows")]
    [InlineData("MOO 22:00 8h", "UTC", "settings.windows")]
    [InlineData("MON 22:00 8d", "UTC", "settings.windows")]
    [InlineData("MON 22:00 0h", "UTC", "settings.windows")]
    [InlineData("", "UTC", "settings.windows")]
    [InlineData("MON-WED-FRI 22:00 1h", "UTC", "settings.windows")]
    [InlineData("MON 22:00 8h", "Middle/Earth", "settings.zone")]
    [InlineData("60 22 * * * 8h", "UTC", "settings.windows")]
    [InlineData("0 24 * * * 8h", "UTC", "settings.windows")]
    [InlineData("0 22 0 * * 8h", "UTC", "settings.windows")]
    [InlineData("0 22 * 13 * 8h", "UTC", "settings.windows")]
    [InlineData("0 22 * * 8 8h", "UTC", "settings.windows")]
    [InlineData("0 22 * MON * 8h", "UTC", "settings.windows")]
    [InlineData("0 22-20 * * * 8h", "UTC", "settings.windows")]
    [InlineData("0 5/2 * * * 8h", "UTC", "settings.windows")]
    [InlineData("*/0 22 * * * 8h", "UTC", "settings.windows")]
    [InlineData("-5 22 * * * 8h", "UTC", "settings.windows")]
    [InlineData("*/10 * * * * 5m", "UTC", "settings.windows")]
    [InlineData("0 22 * * 8h", "UTC", "settings.windows")]
    [InlineData("0 22 * * * 8w", "UTC", "settings.windows")]
    public void What_cannot_be_read_is_refused_with_its_field(string windows, string zone, string field) =>
        Assert.Contains(BreakerValidation.Validate(Window(windows, zone)), fault => fault.Field == field);

    [Fact]
    public void A_window_survives_a_restart_inside_it()
    {
        var breaker = Window("THU 12:00 2h", "UTC") with { Qualify = new(TimeSpan.FromSeconds(5), 1) };
        var desk = new Desk().Configure(breaker).Wait(1).Restart();

        desk.Wait(5);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(breaker));
    }

    [Fact]
    public void The_age_of_a_position_counts_from_its_first_fill()
    {
        var old = Some.Watch("TIME_BASED", 3_600).With("measure", "POSITION_AGE");
        var desk = new Desk().Read().Configure(old).Hold("BTCUSDT", 0.1m, 100_000).Wait(0);
        Assert.Contains("BTCUSDT unknown: it is not known when it was opened", desk.Breaker(old).Explanation, StringComparison.Ordinal);

        desk.Fill("BTCUSDT", 0.1m, 100_000).Live(TimeSpan.FromMinutes(59.9), "BTCUSDT", 100_000);
        Assert.DoesNotContain(BreakerEventKind.Triggered, desk.Told(old));
        desk.Restart().Live(TimeSpan.FromSeconds(6), "BTCUSDT", 100_000);

        Assert.Contains(BreakerEventKind.Triggered, desk.Told(old));
    }

    [Fact]
    public void Before_funding_it_holds_for_positions_that_are_funded_soon()
    {
        var soon = Some.Watch("TIME_BASED", 1).With("measure", "BEFORE_FUNDING").With("minutes_before", "5");
        var desk = new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Configure(soon).Wait(0);
        Assert.Null(desk.Breaker(soon).Value);

        desk.Foretell("BTCUSDT", 100_000, 0.0001m, Desk.Start.AddMinutes(10)).Wait(0);
        Assert.Equal(0, desk.Breaker(soon).Value);
        desk.Live(TimeSpan.FromMinutes(5), "BTCUSDT", 100_000);
        Assert.Equal(1, desk.Breaker(soon).Value);
        desk.Foretell("BTCUSDT", 100_000, 0.0001m, Desk.Start.AddHours(8)).Wait(0);

        Assert.Equal(0, desk.Breaker(soon).Value);
    }

    private static CircuitBreaker Window(string windows, string zone) =>
        Some.Watch("TIME_BASED", 1).With("windows", windows).With("zone", zone);
}
