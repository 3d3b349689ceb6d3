using Etrms.Web.Charts;

namespace Etrms.Web.Tests.Charts;

/// <summary>Pictures of backtests: what they say in words, what stands in their tables, and that nothing undefined is drawn as zero.</summary>
public sealed class BacktestChartTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_curve_says_where_it_began_and_ended_and_how_often_a_breaker_tripped()
    {
        CurvePoint[] points = [new(Start, 10_000, 0), new(Start.AddDays(1), 9_000, 0.1m), new(Start.AddDays(2), 12_000, 0)];

        var chart = BacktestCurveChart.Draw(points, [Start.AddDays(1)])!;

        Assert.Contains("from 10,000.00 to 12,000.00 (+20.00%)", chart.Summary, StringComparison.Ordinal);
        Assert.Contains("10.00%; breakers tripped once.", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(["Equity", "A breaker tripped"], chart.Legend.Select(entry => entry.Text));
        Assert.Equal(3, chart.Table.Rows.Count);
    }

    [Fact]
    public void The_band_and_the_run_without_breakers_are_drawn_only_where_they_exist()
    {
        CurvePoint[] plain = [new(Start, 10_000, 0), new(Start.AddDays(1), 10_500, 0)];
        CurvePoint[] whole = [.. plain.Select(point => point with { Worst = point.Equity - 10, Best = point.Equity + 10, Without = point.Equity - 50 })];

        var (without, with) = (BacktestCurveChart.Draw(plain, [])!, BacktestCurveChart.Draw(whole, [])!);

        Assert.DoesNotContain("class=\"band\"", without.Panes[0].Marks, StringComparison.Ordinal);
        Assert.Contains("class=\"band\"", with.Panes[0].Marks, StringComparison.Ordinal);
        Assert.Equal("Without breakers", with.Table.Headers[^1]);
    }

    [Fact]
    public void One_point_is_no_curve() =>
        Assert.Null(BacktestCurveChart.Draw([new CurvePoint(Start, 10_000, 0)], []));

    [Fact]
    public void A_map_frames_its_best_cell_and_leaves_what_was_not_tried_empty()
    {
        var cells = new Dictionary<(int X, int Y), decimal> { [(0, 0)] = 1, [(1, 0)] = 3, [(0, 1)] = 2 };

        var chart = HeatMap.Draw(new HeatMapSource(("fast", [5, 10]), ("slow", [20, 30]), "Sharpe ratio", cells))!;

        Assert.Contains("The best Sharpe ratio is 3.00 at fast 10 and slow 20.", chart.Summary, StringComparison.Ordinal);
        Assert.Single(Occurrences(chart.Panes[0].Marks, "heat-none"));
        Assert.Contains("<rect class=\"heat-best\"  x=\"500\" y=\"50\"", chart.Panes[0].Marks, StringComparison.Ordinal);
        Assert.Equal(["30", "20"], chart.Panes[0].YLabels);
        Assert.Equal([1, 2, 0], chart.Table.Rows.Select(row => row.Mark));
    }

    [Fact]
    public void The_best_tenth_of_many_trials_stands_out_and_says_what_it_has_in_common()
    {
        var trials = Enumerable.Range(0, 1_000).Select(number => (IReadOnlyList<decimal>)[number % 10, number / 10, number]).ToList();

        var chart = ParallelCoordinates.Draw(new TrialSet(["fast", "slow", "Sharpe ratio"], trials))!;

        Assert.Equal(300, Occurrences(chart.Panes[0].Marks, "<path").Count());
        Assert.Equal(100, Occurrences(chart.Panes[0].Marks, "trial best").Count());
        Assert.Contains("slow 90 to 99", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(["9", "99", "999"], chart.Table.Rows[0].Cells);
    }

    [Fact]
    public void A_window_without_a_result_has_no_bar()
    {
        var chart = WindowBars.Draw([new("1", 2, 1), new("2", 1.5m, null), new("3", null, -1)], "Sharpe ratio")!;

        Assert.Equal(2, Occurrences(chart.Panes[0].Marks, "in-sample").Count());
        Assert.Equal(2, Occurrences(chart.Panes[0].Marks, "out-of-sample").Count());
        Assert.Contains("2.00 in sample and 1.00 out of sample", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(["2", "1.50", "—"], chart.Table.Rows[1].Cells);
    }

    [Fact]
    public void A_fan_has_a_band_for_each_pair_of_percentiles_and_a_middle_line()
    {
        FanLine[] lines = [new(0.95m, [10, 30]), new(0.05m, [10, 4]), new(0.5m, [10, 14]), new(0.25m, [10, 9]), new(0.75m, [10, 20])];

        var chart = FanChart.Draw(lines, 10, ("trades", [0, 100]), 1_000)!;

        Assert.Equal(2, Occurrences(chart.Panes[0].Marks, "class=\"band\"").Count());
        Assert.Contains("1,000 paths from 10.00: the middle one ends at 14.00, the 5th percentile at 4.00", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(["Trades", "5th percentile", "25th percentile", "median", "75th percentile", "95th percentile"], chart.Table.Headers);
    }

    [Fact]
    public void Bars_of_losses_and_gains_are_told_apart_at_zero()
    {
        var chart = TradeHistogram.Draw([new(-0.02m, -0.01m, 3), new(-0.01m, 0, 5), new(0, 0.01m, 4), new(0.01m, 0.02m, 0)])!;

        Assert.Equal(2, Occurrences(chart.Panes[0].Marks, "bar down").Count());
        Assert.Single(Occurrences(chart.Panes[0].Marks, "bar up"));
        Assert.Contains("12 closed trades", chart.Summary, StringComparison.Ordinal);
        Assert.Null(TradeHistogram.Draw([new(0, 1, 0)]));
    }

    [Fact]
    public void Candles_that_cannot_be_told_apart_are_joined_and_keep_their_extremes()
    {
        var candles = Enumerable.Range(0, 1_000).Select(hour => new CandlePoint(Start.AddHours(hour), 100, hour == 500 ? 200 : 101, 99, 100)).ToList();

        var chart = TradeCandles.Draw("BTCUSDT", candles, [new TradeMark(1, true, Start.AddHours(10), 100, Start.AddHours(20), 110, 5), new TradeMark(2, false, Start.AddHours(30), 100, null, null, null)])!;

        Assert.InRange(Occurrences(chart.Panes[0].Marks, "<g class=\"candle").Count(), 100, 240);
        Assert.Contains("between 99 and 200, with 2 trades, 1 of them with a gain", chart.Summary, StringComparison.Ordinal);
        Assert.Equal("open", chart.Table.Rows[1].Cells[4]);
    }

    [Fact]
    public void Months_compound_to_their_year_and_are_tinted_by_size()
    {
        var months = MonthlyReturns.Of([new(2023, 12, -0.1m), new(2024, 1, 0.1m), new(2024, 2, 0.2m)])!;

        Assert.Equal([2023, 2024], months.Years);
        Assert.Equal(0.32m, months.Of(2024));
        Assert.Null(months.At(2024, 3));
        Assert.Equal(["up-2", "up-4", "down-2", "none"], new[] { 0.1m, 0.2m, -0.1m, (decimal?)null }.Select(months.Tint));
    }

    [Fact]
    public void Lines_of_different_length_are_compared_where_they_exist()
    {
        var chart = CompareChart.Draw(
        [
            new GrowthLine("Long", [(Start, 0), (Start.AddDays(10), 0.5m)]),
            new GrowthLine("Short", [(Start.AddDays(5), 0), (Start.AddDays(10), -0.2m)]),
        ])!;

        Assert.Equal("Long ended at +50.00%. Short ended at −20.00%.", chart.Summary);
        Assert.Equal("—", chart.Table.Rows[0].Cells[2]);
        Assert.Equal("−20.00%", chart.Table.Rows[^1].Cells[2]);
    }

    private static IEnumerable<int> Occurrences(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            yield return at;
        }
    }
}
