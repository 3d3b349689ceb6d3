namespace Etrms.Domain.Tests.Analysis.Indicators;

/// <summary>Rolling sums against the same figures taken from each window alone.</summary>
public sealed class WindowTests
{
    private const int Period = 13;

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 60_000.0)]
    [InlineData(3, 1e-5)]
    public void Rolling_figures_equal_those_of_each_window_alone(int seed, double start)
    {
        var bars = SomeBars.Random(500, seed, start);
        var (sma, wma) = (bars.Of("SMA", "sma", ("period", (double)Period)), bars.Of("WMA", "wma", ("period", (double)Period)));
        var deviation = bars.Of("STDDEV", "deviation", ("period", (double)Period));
        var (slope, explained) = (bars.Of("REGRESSION", "slope", ("period", (double)Period)), bars.Of("REGRESSION", "r_squared", ("period", (double)Period)));
        var (upper, lower) = (bars.Of("DONCHIAN", "upper", ("period", (double)Period)), bars.Of("DONCHIAN", "lower", ("period", (double)Period)));

        for (var i = Period; i < bars.Count; i++)
        {
            var window = bars.Close[(i - Period + 1)..(i + 1)];
            var mean = window.Average();
            var squares = window.Sum(close => (close - mean) * (close - mean));
            var places = Enumerable.Range(0, Period).Select(place => place - ((Period - 1) / 2.0)).ToArray();
            var (covariation, spread) = (window.Zip(places, (close, place) => close * place).Sum(), places.Sum(place => place * place));
            Near(mean, sma[i], start);
            Near(window.Select((close, place) => close * (place + 1)).Sum() / (Period * (Period + 1) / 2), wma[i], start);
            Near(Math.Sqrt(squares / Period), deviation[i], start);
            Near(covariation / spread, slope[i], start);
            Near(covariation * covariation / spread / squares, explained[i], 1);
            Assert.Equal(bars.High[(i - Period)..i].Max(), upper[i]);
            Assert.Equal(bars.Low[(i - Period)..i].Min(), lower[i]);
        }
    }

    [Fact]
    public void A_bad_tick_is_gone_without_trace_when_it_has_left_the_window()
    {
        var clean = SomeBars.Random(200, seed: 4);
        var dirty = SomeBars.Random(200, seed: 4);
        dirty.Close[50] = 1e12;

        foreach (var (name, output) in ((string, string)[])[("SMA", "sma"), ("WMA", "wma"), ("STDDEV", "deviation"), ("REGRESSION", "slope"), ("BOLLINGER", "upper")])
        {
            var (without, with) = (clean.Of(name, output, ("period", 20.0)), dirty.Of(name, output, ("period", 20.0)));

            for (var i = 50 + (2 * 20); i < clean.Count; i++)
            {
                Near(without[i], with[i], 40_000);
            }
        }
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    public void The_age_of_an_extreme_is_that_of_the_newest_or_the_oldest_of_equal_ones(string equal)
    {
        var random = new Random(6);
        double[] prices = [.. Enumerable.Range(0, 300).Select(_ => (double)random.Next(1, 8))];
        var up = SomeBars.At(prices).Of("AROON", "up", ("period", (double)Period), ("equal", equal));

        for (var i = Period; i < prices.Length; i++)
        {
            var window = prices[(i - Period)..(i + 1)];
            var place = equal == "newest" ? Array.LastIndexOf(window, window.Max()) : Array.IndexOf(window, window.Max());
            Assert.Equal(100.0 * place / Period, up[i]);
        }
    }

    [Fact]
    public void Equal_typical_prices_have_no_channel_index_whatever_rounding_leaves()
    {
        var bars = SomeBars.At([.. Enumerable.Range(0, 30).Select(i => 100 + (0.1 * i)), .. Enumerable.Repeat(0.1, 20)]);

        Assert.Equal(0, bars.Of("CCI", "cci")[^1]);
        Assert.NotEqual(0, bars.Of("CCI", "cci")[^2]);
    }

    [Fact]
    public void Equal_prices_deviate_by_exactly_nothing_and_leave_the_place_in_the_band_undefined()
    {
        double[] closes = [.. Enumerable.Range(0, 30).Select(i => 100 + (0.1 * i)), .. Enumerable.Repeat(0.1 + 0.2, 20)];
        var bars = SomeBars.At(closes);

        Assert.Equal(0, bars.Of("STDDEV", "deviation")[^1]);
        Assert.True(double.IsNaN(bars.Of("BOLLINGER", "percent_b")[^1]));
        Assert.Equal(0.1 + 0.2, bars.Of("BOLLINGER", "upper")[^1]);
        Assert.False(double.IsNaN(bars.Of("BOLLINGER", "percent_b")[^2]));
    }

    private static void Near(double expected, double actual, double scale) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-11 * scale, $"Expected {expected}, got {actual}.");
}
