using Etrms.Contracts;
using Etrms.Domain.Assistant.Setups.ChartPatterns;
using Etrms.Web.Charts;

namespace Etrms.Web.Tests.Charts;

/// <summary>Pictures of the market analysis: nothing is drawn that is not known, and nothing outside the plot.</summary>
public sealed class MarketChartTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly VolumeProfileView Profile = new([new(100, 5), new(101, 9)], 101, 100, 101);
    private static readonly CandleView[] Candles = [Candle(0, 100), Candle(1, 104)];

    [Fact]
    public void Levels_and_shapes_are_drawn_where_they_lie_in_the_plot_and_told_by_the_legend()
    {
        var shapes = new ShapesView(
            [Pattern(101, Start.AddMinutes(15)), Pattern(500, Start.AddMinutes(15)), Pattern(101, Start.AddDays(-1))], [Level(100), Level(20)], [Level(103)], 0.02m);

        var chart = ProfileCandles.Draw("BTCUSDT", Candles, Profile, shapes)!;

        Assert.Equal((1, 1, 1, 1), (Count("level support"), Count("level resistance"), Count("\"shape\""), Count("\"shape-end\"")));
        Assert.Equal(["Support", "Resistance", "Shape, up to the candle that left it"], chart.Legend.Skip(3).Select(entry => entry.Text));

        int Count(string text) => chart.Panes[0].Marks.Split(text).Length - 1;
    }

    [Fact]
    public void Without_levels_and_shapes_the_legend_names_none()
    {
        Assert.Equal(3, ProfileCandles.Draw("BTCUSDT", Candles, Profile, null)!.Legend.Count);
        Assert.Equal(3, ProfileCandles.Draw("BTCUSDT", Candles, Profile, new ShapesView([], [], [], null))!.Legend.Count);
        Assert.Equal(3, ProfileCandles.Draw("BTCUSDT", Candles, Profile, new ShapesView([Pattern(101, Start.AddDays(-1))], [Level(20)], [], null))!.Legend.Count);
        Assert.Null(ProfileCandles.Draw("BTCUSDT", Candles, null, null));
    }

    [Fact]
    public void Hidden_states_have_a_line_each_named_by_how_wild_they_are()
    {
        var phases = new PhasesView
        {
            EndAt = Start.AddHours(1),
            FittedAt = Start,
            Returns = 999,
            Bars = 1,
            States = [State(1), State(2), State(3)],
            Course = [new(Start, [0.7m, 0.2m, 0.1m]), new(Start.AddHours(1), [0.1m, 0.2m, 0.7m])],
        };

        var chart = MarketCharts.Phases(phases)!;

        Assert.Equal(["1, the calmest", "2", "3, the wildest"], chart.Legend.Select(entry => entry.Text));
        Assert.Contains("3, the wildest: 70% last, between 10% and 70%.", chart.Summary, StringComparison.Ordinal);
        Assert.Null(MarketCharts.Phases(null));
    }

    private static CandleView Candle(int place, decimal close) => new(Start.AddMinutes(15 * place), 100, close + 1, 99, close, 10);

    private static ChartPatternView Pattern(decimal boundary, DateTimeOffset knownAt) =>
        new(ChartPatternKind.DoubleBottom, 1, knownAt.AddMinutes(-15), knownAt, boundary, 3, 0.01m);

    private static PriceLevelView Level(decimal price) => new(price, 0.01m, 1, 1, Start);

    private static PhaseStateView State(int state) => new(state, 0.3m, 0.3m, 0, 0.5m, 10, [0.3m, 0.3m, 0.4m]);
}
