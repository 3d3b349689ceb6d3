using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk;

public sealed class TradingDayTests
{
    [Theory]
    [InlineData("2025-03-30", "2025-03-30T01:00:00Z", 23.5)]
    [InlineData("2025-10-26", "2025-10-26T00:30:00Z", 25)]
    [InlineData("2025-07-01", "2025-07-01T00:30:00Z", 24)]
    public void FC_19_Every_date_has_one_boundary_also_when_clocks_change(string date, string boundary, double hours)
    {
        var days = new TradingDay(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), new TimeOnly(2, 30));
        var day = DateOnly.Parse(date);

        Assert.Equal(DateTimeOffset.Parse(boundary), days.StartOf(day));
        Assert.Equal(hours, (days.StartOf(day.AddDays(1)) - days.StartOf(day)).TotalHours);
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Europe/Berlin", 150)]
    [InlineData("America/New_York", 1020)]
    [InlineData("Pacific/Auckland", 60)]
    [InlineData("America/Sao_Paulo", 0)]
    public void FC_19_Days_are_half_open_and_number_every_date_of_two_years_once(string zone, int startMinutes)
    {
        var days = new TradingDay(TimeZoneInfo.FindSystemTimeZoneById(zone), TimeOnly.MinValue.AddMinutes(startMinutes));
        var first = new DateOnly(2024, 1, 1);

        for (var i = 0; i < 731; i++)
        {
            var day = first.AddDays(i);
            var start = days.StartOf(day);

            Assert.Equal(day, days.DayOf(start));
            Assert.Equal(day.AddDays(-1), days.DayOf(start.AddTicks(-1)));
        }
    }

    [Fact]
    public void A_boundary_resets_the_day_once_and_the_week_on_Monday()
    {
        var desk = new Desk(RiskSettings.Default with { TradingDayZone = "Europe/Berlin", TradingDayStart = new TimeOnly(2, 30) }).Read().Trade(-100);

        desk.Wait(TimeSpan.FromHours(12)).Wait(TimeSpan.FromMinutes(29)).Read();
        Assert.Equal(-100, desk.Snapshot.Book.DayPnl);
        desk.Wait(TimeSpan.FromMinutes(2)).Read().Trade(-50);
        Assert.Equal((-50m, -150m, -150m), (desk.Snapshot.Book.DayPnl, desk.Snapshot.Book.WeekPnl, desk.Snapshot.Book.MonthPnl));
        desk.Wait(TimeSpan.FromDays(4)).Read();

        Assert.Equal((0m, 0m, -150m), (desk.Snapshot.Book.DayPnl, desk.Snapshot.Book.WeekPnl, desk.Snapshot.Book.MonthPnl));
    }
}
