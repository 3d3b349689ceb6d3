using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>The trading day while clocks are put forward and back.</summary>
public sealed class ClockChangeTests
{
    [Theory]
    [InlineData("2025-03-28T12:00:00Z", "02:30", new[] { 23.5, 23.5, 24 })]
    [InlineData("2025-03-28T12:00:00Z", "00:00", new[] { 24, 23.0, 24 })]
    [InlineData("2025-10-24T12:00:00Z", "02:30", new[] { 24, 25.0, 24 })]
    [InlineData("2025-10-24T12:00:00Z", "00:00", new[] { 24, 25.0, 24 })]
    public void FC_19_The_engine_begins_every_local_date_once_also_when_clocks_change(string from, string start, double[] hours)
    {
        var settings = RiskSettings.Default with { TradingDayZone = "Europe/Berlin", TradingDayStart = TimeOnly.Parse(start) };
        var engine = new RiskEngine(settings);
        var boundaries = new List<(DateOnly Day, DateTimeOffset At)>();
        var began = DateTimeOffset.Parse(from);

        for (var at = began; at < began.AddDays(5); at = at.AddMinutes(10))
        {
            engine.Step(new RiskEvent.ClockTicked { Times = new EventTimes(at, at, at) }, []);
            var day = engine.CaptureState().Books.Day;
            if (boundaries is [] || boundaries[^1].Day != day)
            {
                boundaries.Add((day, at));
            }
        }

        // The first is the date in which the course began.
        var days = boundaries.Skip(1).Select(boundary => boundary.Day).ToList();
        Assert.Equal(Enumerable.Range(0, days.Count).Select(days[0].AddDays), days);
        Assert.Equal(boundaries.Count, engine.CaptureState().Books.DayId);
        Assert.Equal(hours, boundaries.Skip(1).Zip(boundaries.Skip(2), (one, next) => (next.At - one.At).TotalHours).Take(hours.Length));
    }

    [Fact]
    public void FC_19_Another_zone_in_the_middle_of_a_day_leaves_one_boundary_per_date()
    {
        var desk = new Desk().Read();
        string[] zones = ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "UTC"];
        var begun = new List<DateOnly> { Day(desk) };

        for (var hour = 0; hour < 24 * 12; hour++)
        {
            if (hour % 7 == 0)
            {
                desk.Settle(RiskSettings.Default with { TradingDayZone = zones[hour / 7 % zones.Length], TradingDayStart = new TimeOnly(hour % 24, 0) }, hour + 1);
            }

            desk.Wait(TimeSpan.FromHours(1));
            if (desk.Engine.CaptureState().Books.DayId > begun.Count)
            {
                begun.Add(Day(desk));
            }
        }

        Assert.Equal(begun.Count, begun.Distinct().Count());
        Assert.Equal(begun.Order(), begun);
        Assert.Equal(begun.Count, desk.Engine.CaptureState().Books.DayId);
    }

    private static DateOnly Day(Desk desk) => desk.Engine.CaptureState().Books.Day;
}
