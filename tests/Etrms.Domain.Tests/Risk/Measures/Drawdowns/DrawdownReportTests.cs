using System.Text.Json;
using Etrms.Domain.Risk.Measures.Drawdowns;

namespace Etrms.Domain.Tests.Risk.Measures.Drawdowns;

public sealed class DrawdownReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_episode_has_its_peak_its_trough_and_its_recovery()
    {
        var episode = Assert.Single(Report(1, 1.2, 1.08, 0.96, 1.1, 1.2, 1.3).Episodes);

        Assert.Equal((At(1), At(3), At(5)), (episode.PeakAt, episode.TroughAt, episode.RecoveredAt));
        Assert.Equal(0.2, episode.Depth, 12);
        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(2)), (episode.Length, episode.TimeToRecover));
        Assert.False(episode.IsOpen);
    }

    [Fact]
    public void A_fall_that_lasts_is_marked_as_open_and_has_no_time_to_recover()
    {
        var report = Report(1, 0.9, 0.95);
        var episode = Assert.Single(report.Episodes);

        Assert.True(episode.IsOpen);
        Assert.Null(episode.RecoveredAt);
        Assert.Null(episode.TimeToRecover);
        Assert.Equal(TimeSpan.FromMinutes(2), episode.Length);
        Assert.Equal(0.05, report.Current, 12);
    }

    [Fact]
    public void Time_that_is_spent_at_the_peak_is_not_time_under_water() =>
        Assert.Equal(At(3), Assert.Single(Report(1, 1, 1, 1, 0.9).Episodes).PeakAt);

    [Fact]
    public void Touching_the_peak_ends_one_fall_and_begins_the_next()
    {
        var episodes = Report(1, 0.9, 1, 0.8, 1).Episodes;

        Assert.Equal([0.2, 0.1], episodes.Select(episode => Math.Round(episode.Depth, 12)));
        Assert.All(episodes, episode => Assert.False(episode.IsOpen));
    }

    [Fact]
    public void A_curve_that_never_falls_has_no_episode_and_no_drawdown()
    {
        var report = Report(1, 1.1, 1.1, 1.2);

        Assert.Empty(report.Episodes);
        Assert.Equal((0, 0, 0, 0), (report.Current, report.Maximum, report.Average, report.UlcerIndex));
        Assert.All(report.Conditional, conditional => Assert.Equal(0, conditional.Value));
    }

    [Fact]
    public void A_loss_of_more_than_everything_is_a_drawdown_of_more_than_one() => Assert.Equal(1.5, Report(1, -0.5).Maximum, 12);

    [Theory]
    [InlineData]
    [InlineData(1.0)]
    [InlineData(0.0, -1.0, 1.0)]
    public void Nothing_is_said_of_fewer_than_two_points_above_nothing(params double[] values) => Assert.Null(DrawdownReport.Of(PointsOf(values)));

    [Fact]
    public void Episodes_and_figures_are_those_of_an_independent_computation()
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "risk-drawdowns.json"))).RootElement;
        var report = Report(golden.Numbers("values"));

        Assert.Equal(
            golden.At("episodes").EnumerateArray().Select(each => (At(each.At("peak").GetInt32()), At(each.At("trough").GetInt32()), Recovery(each), Math.Round(each.Number("depth"), 12))),
            report.Episodes.Select(each => (each.PeakAt, each.TroughAt, each.RecoveredAt, Math.Round(each.Depth, 12))));
        Assert.Equal(golden.Number("current"), report.Current, 12);
        Assert.Equal(golden.Number("maximum"), report.Maximum, 12);
        Assert.Equal(golden.Number("average"), report.Average, 12);
        Assert.Equal(golden.Number("ulcer"), report.UlcerIndex, 12);
        Assert.Equal(
            golden.At("conditional").EnumerateObject().Select(each => Math.Round(each.Value.GetDouble(), 12)), report.Conditional.Select(each => Math.Round(each.Value, 12)));
    }

    private static DateTimeOffset? Recovery(JsonElement episode) =>
        episode.At("recovered") is { ValueKind: JsonValueKind.Number } recovered ? At(recovered.GetInt32()) : null;

    private static DrawdownReport Report(params double[] values) => DrawdownReport.Of(PointsOf(values))!;

    private static IReadOnlyList<CurvePoint> PointsOf(double[] values) => [.. values.Select((value, place) => new CurvePoint(At(place), value))];

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}
