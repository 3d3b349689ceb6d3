using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class MarketModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly Instrument[] Contracts = [.. InstrumentCatalogue.Symbols.Select(symbol => InstrumentCatalogue.Find(symbol)!)];

    [Fact]
    public void The_same_seed_makes_the_same_market_in_whatever_order_it_is_looked_at()
    {
        var (first, second) = (new MarketModel(Contracts, Start, seed: 3), new MarketModel(Contracts, Start, seed: 3));
        _ = second.BarsOf(Contracts[^1]).OpenOrNext(Start.AddHours(9));

        Assert.Equal(Bars(first, Contracts[0], hours: 6), Bars(second, Contracts[0], hours: 6));
        Assert.NotEqual(Bars(first, Contracts[0], hours: 6), Bars(new MarketModel(Contracts, Start, seed: 4), Contracts[0], hours: 6));
    }

    [Fact]
    public void Bars_follow_each_other_on_tick_and_lot()
    {
        foreach (var contract in Contracts)
        {
            var bars = Bars(new MarketModel(Contracts, Start, seed: 1), contract, hours: 24);

            Assert.Equal(1_440, bars.Count);
            Assert.All(bars, bar => Assert.True(
                bar.Low > 0 && bar.Low <= Math.Min(bar.Open, bar.Close) && bar.High >= Math.Max(bar.Open, bar.Close) && bar.Volume > 0));
            Assert.All(bars, bar => Assert.Equal(0, (bar.Close % contract.TickSize) + (bar.Volume % contract.StepSize)));
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(pair.First.Close, pair.Second.Open));
        }
    }

    [Fact]
    public void Returns_have_fat_tails_clustered_volatility_and_move_together()
    {
        var model = new MarketModel(Contracts, Start, seed: 1);
        var (btc, eth) = (Returns(model, "BTCUSDT"), Returns(model, "ETHUSDT"));

        var daily = Math.Sqrt(Moment(btc, 2) * 1_440);
        Assert.InRange(daily, 0.01, 0.06);
        Assert.True(Moment(btc, 4) / Math.Pow(Moment(btc, 2), 2) > 4, "no fat tails");
        Assert.True(Correlation([.. btc.Skip(1).Select(Math.Abs)], [.. btc.SkipLast(1).Select(Math.Abs)]) > 0.05, "volatility does not cluster");
        Assert.InRange(Correlation(btc, eth), 0.6, 0.98);
    }

    private static List<Candle> Bars(MarketModel model, Instrument contract, int hours) =>
        [.. model.BarsOf(contract).Between(Start, Start.AddHours(hours))];

    private static double[] Returns(MarketModel model, string symbol)
    {
        var closes = Bars(model, RecordedData.Contract(symbol), hours: 24 * 10).ConvertAll(bar => (double)bar.Close);
        return [.. closes.Zip(closes.Skip(1), (before, after) => Math.Log(after / before))];
    }

    private static double Moment(double[] values, int order) => values.Average(value => Math.Pow(value, order));

    private static double Correlation(double[] left, double[] right)
    {
        var (meanLeft, meanRight) = (left.Average(), right.Average());
        var joint = left.Zip(right, (one, other) => (one - meanLeft) * (other - meanRight)).Sum();
        return joint / Math.Sqrt(left.Sum(value => Math.Pow(value - meanLeft, 2)) * right.Sum(value => Math.Pow(value - meanRight, 2)));
    }
}
