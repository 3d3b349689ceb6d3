using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

public sealed class LiquidityMeterTests
{
    private static readonly LiquidityRules Rules = new() { Least = 20, Lookback = 100, Notional = 1_000, DepthBps = 100 };

    [Fact]
    public void A_market_that_never_varies_stands_in_the_middle()
    {
        var meter = new LiquidityMeter(Rules);

        var readings = Enumerable.Range(0, 40).Select(_ => meter.Next(new LiquiditySample(1, 50_000, 2))).ToArray();

        Assert.All(readings[..20], reading => Assert.Null(reading));
        Assert.All(readings[20..], reading => Assert.Equal((50.0, false, false), (reading!.Value.Score, reading.Value.IsSpreadUnusual, reading.Value.IsDepthUnusual)));
    }

    [Fact]
    public void A_spread_that_opens_and_a_book_that_empties_score_low_and_are_out_of_the_ordinary()
    {
        var meter = Watched();

        var thin = meter.Next(new LiquiditySample(15, 500, double.PositiveInfinity))!.Value;
        var deep = meter.Next(new LiquiditySample(0.9, 80_000, 1))!.Value;

        Assert.Equal((0.0, true, true), (thin.Score, thin.IsSpreadUnusual, thin.IsDepthUnusual));
        Assert.InRange(deep.Score, 95, 100);
        Assert.False(deep.IsSpreadUnusual || deep.IsDepthUnusual);
    }

    [Fact]
    public void What_is_older_than_the_lookback_is_forgotten()
    {
        var meter = new LiquidityMeter(Rules);
        for (var i = 0; i < 300; i++)
        {
            meter.Next(new LiquiditySample(i < 150 ? 1 : 5, 50_000, 2));
        }

        Assert.Equal(0.5, meter.Next(new LiquiditySample(5, 50_000, 2))!.Value.SpreadRank);
    }

    [Fact]
    public void A_sample_without_a_number_is_unknown_and_leaves_no_trace()
    {
        var meter = Watched();

        Assert.Null(meter.Next(new LiquiditySample(double.NaN, 1, 1)));
        Assert.NotNull(meter.Next(new LiquiditySample(1, 50_000, 2)));
    }

    [Fact]
    public void A_sample_takes_the_worse_side_and_tells_what_cannot_be_filled()
    {
        var book = new OrderBook([new(99.95m, 100)], [new(100.05m, 5), new(100.5m, 100)]);

        var sample = LiquiditySample.Of(book, Rules)!.Value;
        var large = LiquiditySample.Of(book, Rules with { Notional = 1_000_000 })!.Value;

        Assert.Equal((10.0, 9_995.0), (sample.SpreadBps, sample.Depth));
        Assert.InRange(sample.SlippageBps, 27, 28);
        Assert.Equal(double.PositiveInfinity, large.SlippageBps);
    }

    [Fact]
    public void An_empty_side_and_a_crossed_book_are_a_broken_feed_and_not_a_thin_book()
    {
        Assert.Null(LiquiditySample.Of(new OrderBook([new(99, 1)], []), Rules));
        Assert.Null(LiquiditySample.Of(new OrderBook([new(101, 1)], [new(100, 1)]), Rules));
    }

    private static LiquidityMeter Watched()
    {
        var meter = new LiquidityMeter(Rules);
        var random = new Random(4);
        for (var i = 0; i < 100; i++)
        {
            meter.Next(new LiquiditySample(1 + (0.2 * random.NextDouble()), 50_000 + (5_000 * random.NextDouble()), 2 + random.NextDouble()));
        }

        return meter;
    }
}
