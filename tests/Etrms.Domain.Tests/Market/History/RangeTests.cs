using Etrms.Domain.Market.History;
using static Etrms.Domain.Tests.Market.History.SomeCandles;

namespace Etrms.Domain.Tests.Market.History;

public sealed class RangeTests
{
    [Fact]
    public void What_is_taken_from_a_range_leaves_the_rest()
    {
        Assert.Equal([Hours(0, 2), Hours(5, 9), Hours(10, 12)], Hours(0, 12).Without([Hours(2, 5), Hours(9, 10)]));
        Assert.Equal([Hours(3, 4)], Hours(2, 4).Without([Hours(0, 3)]));
        Assert.Equal([Hours(2, 3)], Hours(2, 4).Without([Hours(3, 9)]));
        Assert.Empty(Hours(2, 4).Without([Hours(0, 9)]));
        Assert.Empty(Hours(4, 4).Without([]));
    }

    [Fact]
    public void Pieces_cover_a_range_without_overlap()
    {
        Assert.Equal([Hours(0, 4), Hours(4, 8), Hours(8, 9)], Hours(0, 9).Pieces(TimeSpan.FromHours(4)));
        Assert.Empty(Hours(3, 3).Pieces(TimeSpan.FromHours(4)));
    }

    [Fact]
    public void A_candle_is_inside_a_range_when_it_opens_there()
    {
        var ragged = new TimeRange(Start.AddMinutes(1), Start.AddHours(3).AddTicks(1));

        Assert.Equal(Hours(1, 4), ragged.AlignedTo(Hour));
        Assert.Equal(Hours(1, 4), Hours(1, 4).AlignedTo(Hour));
    }

    [Fact]
    public void A_range_that_is_stored_has_no_gap()
    {
        var report = CoverageReport.Of(Hours(0, 10), [Hours(0, 10)], Hour, Hour.Length);

        Assert.Equal((null, 0), (report.BeginsAt, report.MissingRows));
        Assert.Empty(report.Gaps);
    }

    [Fact]
    public void What_lies_before_the_first_row_is_the_beginning_and_what_lies_after_is_a_gap()
    {
        var report = CoverageReport.Of(Hours(0, 10), [Hours(2, 4), Hours(5, 8)], Hour, Hour.Length);

        Assert.Equal((Start.AddHours(2), 3), (report.BeginsAt, report.MissingRows));
        Assert.Equal([new SeriesGap(Start.AddHours(4), Start.AddHours(5), 1), new SeriesGap(Start.AddHours(8), Start.AddHours(10), 2)], report.Gaps);
    }

    [Fact]
    public void A_range_of_which_nothing_is_stored_is_one_gap()
    {
        var report = CoverageReport.Of(Hours(0, 10), [], Hour, Hour.Length);

        Assert.Equal((null, 10), (report.BeginsAt, report.MissingRows));
        Assert.Equal(new SeriesGap(Start, Start.AddHours(10), 10), Assert.Single(report.Gaps));
    }

    [Fact]
    public void Funding_may_settle_at_any_time_within_its_longest_step()
    {
        var longest = TimeSpan.FromHours(8);
        TimeRange[] stretches = [Hours(3, 20), Hours(36, 44)];

        var report = CoverageReport.Of(Hours(0, 50), stretches, null, longest);

        Assert.Equal((null, null), (report.BeginsAt, report.MissingRows));
        Assert.Equal(new SeriesGap(Start.AddHours(20), Start.AddHours(36), null), Assert.Single(report.Gaps));
    }

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("4h", 240)]
    [InlineData("1d", 1440)]
    [InlineData("1w", 10080)]
    public void Timeframes_are_written_as_venues_write_them(string text, int minutes)
    {
        Assert.True(Timeframe.TryParse(text, out var timeframe));
        Assert.Equal((TimeSpan.FromMinutes(minutes), text), (timeframe.Length, timeframe.ToString()));
    }

    [Theory]
    [InlineData("7m")]
    [InlineData("1H")]
    [InlineData("60")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_lengths_are_no_timeframes(string? text) => Assert.False(Timeframe.TryParse(text, out _));

    private static TimeRange Hours(int from, int to) => new(Start.AddHours(from), Start.AddHours(to));
}
