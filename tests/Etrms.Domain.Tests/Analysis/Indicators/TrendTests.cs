using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Trend;

namespace Etrms.Domain.Tests.Analysis.Indicators;

/// <summary>Indicators that TA-Lib has not, on courses short enough to follow by hand.</summary>
public sealed class TrendTests
{
    [Fact]
    public void A_zig_zag_tells_a_turning_point_when_the_price_has_come_back_far_enough()
    {
        var zigZag = new ZigZag(percent: 10);

        var told = new[] { 100.0, 120, 115, 109, 90, 95, 98, 99.5, 130 }.Select(price => zigZag.Next(new Ohlcv(price, price, price, price, 1))).ToArray();

        Assert.Equal(
            [null, new TurningPoint(100, IsTop: false, 1), null, null, new TurningPoint(120, IsTop: true, 3), null, null, new TurningPoint(90, IsTop: false, 3), null],
            told);
    }

    [Fact]
    public void A_fractal_is_told_when_the_bars_after_it_are_known_and_not_where_highs_are_equal()
    {
        var fractal = new Fractal(span: 2);

        var tops = new[] { 1.0, 2, 5, 3, 4, 6, 6, 1, 0 }.Select(price => fractal.Next(new Ohlcv(price, price, price, price, 1)).Top).ToArray();

        Assert.Equal([null, null, null, null, 5, null, null, null, null], tops);
    }

    [Fact]
    public void A_super_trend_trails_below_a_rise_and_above_a_fall()
    {
        double[] closes = [.. Enumerable.Range(0, 40).Select(i => 100.0 + i), .. Enumerable.Range(0, 40).Select(i => 139.0 - (2 * i))];
        var superTrend = new SuperTrend(period: 5, multiplier: 2);

        var told = closes.Select(close => superTrend.Next(new Ohlcv(close, close + 1, close - 1, close, 1))).ToArray();

        Assert.All(told[..5], reading => Assert.Null(reading));
        Assert.All(told[5..40], reading => Assert.True(reading!.Value.IsRising));
        Assert.All(told[50..], reading => Assert.False(reading!.Value.IsRising));
        Assert.All(told[50..].Zip(closes[50..]), each => Assert.True(each.First!.Value.Line > each.Second));
        Assert.All(told[20..40].Zip(closes[20..40]), each => Assert.True(each.First!.Value.Line < each.Second));
    }

    [Fact]
    public void A_parabolic_stop_turns_where_the_price_reaches_it_and_stands_at_the_extreme_of_the_trend_that_ended()
    {
        double[] closes = [10, 11, 12, 13, 14, 9, 8, 7, 20];
        var parabolic = new ParabolicSar();

        var told = closes.Select(close => parabolic.Next(new Ohlcv(close, close + 0.5, close - 0.5, close, 1))).ToArray();

        Assert.All(told[..6], reading => Assert.Null(reading));
        Assert.Equal(14.5, told[6]!.Value.Stop);
        Assert.Equal(14.5 - (0.04 * (14.5 - 7.5)), told[7]!.Value.Stop, 12);
        Assert.False(told[6]!.Value.IsReversal);
        Assert.Equal((6.5, true), (told[8]!.Value.Stop, told[8]!.Value.IsReversal));
    }

    [Fact]
    public void A_straight_line_is_not_choppy_and_a_see_saw_is()
    {
        var straight = SomeBars.At([.. Enumerable.Range(0, 40).Select(i => 100.0 + i)]);
        var seesaw = SomeBars.At([.. Enumerable.Range(0, 40).Select(i => 100.0 + (i % 2))]);

        Assert.Equal(0, straight.Of("CHOPPINESS", "choppiness")[^1], 9);
        Assert.Equal(100, seesaw.Of("CHOPPINESS", "choppiness")[^1], 9);
    }

    [Fact]
    public void The_cloud_of_today_was_drawn_a_displacement_ago()
    {
        var bars = SomeBars.Random(120, seed: 8);
        var (quick, slow) = (bars.Of("ICHIMOKU", "conversion"), bars.Of("ICHIMOKU", "base"));
        var (spanA, spanB) = (bars.Of("ICHIMOKU", "span_a"), bars.Of("ICHIMOKU", "span_b"));

        for (var i = 90; i < bars.Count; i++)
        {
            Assert.Equal((quick[i - 26] + slow[i - 26]) / 2, spanA[i]);
            Assert.Equal((bars.High[(i - 77)..(i - 25)].Max() + bars.Low[(i - 77)..(i - 25)].Min()) / 2, spanB[i]);
        }
    }
}
