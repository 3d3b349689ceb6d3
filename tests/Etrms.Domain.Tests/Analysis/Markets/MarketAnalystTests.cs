using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Markets;

/// <summary>Closed candles and books in, what is known out; what is old, broken or too short is unknown.</summary>
public sealed class MarketAnalystTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");
    private static readonly InstrumentId Eth = new(Exchange.Binance, "ETHUSDT");

    [Fact]
    public void A_market_is_known_once_enough_candles_and_books_were_seen()
    {
        var (analyst, end) = Followed(300);

        var analysis = analyst.At(Btc, end, end)!;

        Assert.Null(analysis.Unknown);
        Assert.True(analysis.Assessment.IsComplete);
        Assert.InRange(analysis.Assessment.Bars, 1, 300);
        Assert.Equal(analyst.Find(Btc, Quarter)!.Spells[^1].Until, end);
        Assert.Equal(LiquidityRegime.Medium, analysis.Liquidity!.Regime);
        Assert.Equal(2, analyst.Correlate(Exchange.Binance, Quarter)!.Contracts.Length);
    }

    [Theory]
    [InlineData(0, "no past candles")]
    [InlineData(40, "candles in a row are too few")]
    public void Too_short_a_past_has_no_state_and_says_so(int bars, string reason)
    {
        var (analyst, end) = Followed(bars);

        var analysis = analyst.At(Btc, end, end)!;

        Assert.Null(analysis.Assessment.State);
        Assert.Contains(reason, analysis.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_that_falls_silent_leaves_everything_unknown()
    {
        var (analyst, end) = Followed(300);

        var silent = analyst.At(Btc, end, end + TimeSpan.FromMinutes(5))!;
        var late = analyst.At(Btc, end + TimeSpan.FromHours(2), end)!;

        Assert.Equal(MarketAssessment.Unknown, silent.Assessment);
        Assert.Contains("nothing is heard", silent.Unknown, StringComparison.Ordinal);
        Assert.Null(late.Assessment.State);
        Assert.Null(late.Assessment.Volatility);
        Assert.Contains("the newest candle ended at", late.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_an_empty_and_a_crossed_book_are_no_book()
    {
        Action<MarketAnalyst, DateTimeOffset>[] breaks =
        [
            (analyst, _) => analyst.LoseBook(Btc),
            (analyst, now) => analyst.Take(Btc, OrderBook.Empty, now),
            (analyst, now) => analyst.Take(Btc, Book(100, bid: 101), now),
        ];
        foreach (var broken in breaks)
        {
            var (analyst, end) = Followed(300);

            broken(analyst, end);

            Assert.Null(analyst.At(Btc, end, end)!.Assessment.Liquidity);
            analyst.Take(Btc, Book(100), end);
            Assert.NotNull(analyst.At(Btc, end, end)!.Assessment.Liquidity);
        }
    }

    [Fact]
    public void A_book_with_a_tenth_of_its_usual_depth_is_thin_until_it_is_nearly_full_again()
    {
        var (analyst, end) = Followed(300);

        Assert.Equal(LiquidityRegime.Low, After(0.1m));
        Assert.Equal(LiquidityRegime.Low, After(0.6m));
        Assert.Equal(LiquidityRegime.Medium, After(0.7m));
        Assert.Equal(LiquidityRegime.High, After(2));

        LiquidityRegime? After(decimal share)
        {
            analyst.Take(Btc, Book(100, share: share), end);
            return analyst.At(Btc, end, end)!.Assessment.Liquidity;
        }
    }

    [Fact]
    public void Candles_told_twice_or_late_change_nothing()
    {
        var (analyst, end) = Followed(300);
        var candles = Wander(300, seed: 1);
        var before = analyst.Find(Btc, Quarter)!.Reading;

        Assert.All(candles[^5..], candle => Assert.False(analyst.Take(Btc, Quarter, candle, end)));

        Assert.Equal(before, analyst.Find(Btc, Quarter)!.Reading);
    }

    [Fact]
    public void A_missing_candle_makes_it_begin_anew_rather_than_reckon_across_the_hole()
    {
        var candles = Wander(300, seed: 1);
        var whole = new CandleAnalyst(Quarter, AnalystRules.Default);
        var broken = new CandleAnalyst(Quarter, AnalystRules.Default);
        foreach (var candle in candles)
        {
            whole.Take(candle);
        }

        foreach (var candle in candles.Where((_, i) => i != 280))
        {
            broken.Take(candle);
        }

        Assert.Equal((300, 19), (whole.Reading!.Bars, broken.Reading!.Bars));
        Assert.NotNull(whole.Reading.State);
        Assert.Null(broken.Reading.State);
        Assert.Equal(19, broken.Returns(1_000).Length + 1);
    }

    [Fact]
    public void Bad_ticks_and_markets_that_stand_still_have_a_defined_result()
    {
        var analyst = new CandleAnalyst(Quarter, AnalystRules.Default);
        for (var i = 0; i < 300; i++)
        {
            Assert.True(analyst.Take(new Candle(Start + (i * Quarter), 100, 100, 100, 100, 0)));
        }

        Assert.False(analyst.Take(new Candle(Start + (300 * Quarter), 100, 90, 110, 100, 1)));
        Assert.False(analyst.Take(new Candle(Start + (300 * Quarter), 100, 101, 0, 100, 1)));
        Assert.Equal(300, analyst.Reading!.Bars);
        Assert.Equal(0, analyst.Reading.Volatility);
        Assert.All(analyst.Course(1_000).SelectMany(point => point.Estimates), estimate => Assert.True(estimate.Value is null or 0));
        Assert.NotNull(analyst.Describe());
        Assert.Null(analyst.Reading.State);
    }

    [Fact]
    public void What_follows_a_state_adds_up_and_its_returns_belong_to_the_bar_after_it()
    {
        var analyst = new CandleAnalyst(Quarter, AnalystRules.Default);
        var candles = Wander(600, seed: 3);
        foreach (var candle in candles)
        {
            analyst.Take(candle);
        }

        Assert.Equal(1, analyst.Next.Sum(), 5);
        Assert.Equal(analyst.Next, analyst.Moves.Single(moves => moves.From == analyst.Reading!.State).Chances);
        Assert.All(analyst.Moves, moves => Assert.True(moves.Chances.IsEmpty ? moves is { Count: < 20, MeanBars: null } : moves.MeanBars is null or >= 1));
        var known = analyst.Spells.Sum(spell => spell.Bars);
        Assert.Equal(known - 1, analyst.Performance.Sum(each => each.Bars));
        var first = candles.First(candle => candle.OpenAt == analyst.Spells[0].From);
        Assert.Equal(Math.Log((double)candles[^1].Close / (double)first.Close), analyst.Performance.Sum(each => each.TotalReturn), 9);
    }

    [Fact]
    public void The_course_of_volatility_ends_with_what_is_read_now_and_has_a_bar_per_step()
    {
        var analyst = new CandleAnalyst(Quarter, AnalystRules.Default);
        foreach (var candle in Wander(200, seed: 4))
        {
            analyst.Take(candle);
        }

        var course = analyst.Course(100);

        Assert.Equal(100, course.Length);
        Assert.All(course.Zip(course.Skip(1)), pair => Assert.Equal(Quarter, pair.Second.EndAt - pair.First.EndAt));
        Assert.Equal((analyst.Reading!.EndAt, analyst.Reading.Volatility), (course[^1].EndAt, course[^1].Estimates[0].Value));
    }

    [Fact]
    public void Contracts_that_move_alike_correlate_and_one_that_lags_is_left_out()
    {
        var analyst = new MarketAnalyst([Quarter], AnalystRules.Default);
        InstrumentId lagging = new(Exchange.Binance, "SOLUSDT"), elsewhere = new(Exchange.Hyperliquid, "BTC");
        foreach (var (contract, seed, count) in new[] { (Btc, 1, 200), (Eth, 1, 200), (lagging, 2, 199), (elsewhere, 1, 200) })
        {
            analyst.Follow(contract);
            foreach (var candle in Wander(count, seed))
            {
                analyst.Take(contract, Quarter, candle, candle.OpenAt);
            }
        }

        var reading = analyst.Correlate(Exchange.Binance, Quarter)!;

        Assert.Equal([Btc, Eth], reading.Contracts);
        Assert.Equal((1.0, CorrelationRegime.High), (Math.Round(reading.Mean, 9), reading.Regime));
        Assert.Null(analyst.Correlate(Exchange.Hyperliquid, Quarter));
    }

    [Fact]
    public void Allocations_are_made_from_contracts_with_enough_returns_over_the_same_candles()
    {
        var analyst = new MarketAnalyst([Quarter], AnalystRules.Default);
        InstrumentId young = new(Exchange.Binance, "SOLUSDT");
        Assert.Null(analyst.Returns(Exchange.Binance, Quarter));
        foreach (var (contract, skipped) in new[] { (Btc, 0), (Eth, 100), (young, 250) })
        {
            analyst.Follow(contract);
            foreach (var candle in Wander(400, 3).Skip(skipped))
            {
                analyst.Take(contract, Quarter, candle, candle.OpenAt);
            }
        }

        var common = analyst.Returns(Exchange.Binance, Quarter)!;

        Assert.Equal([Btc, Eth], common.Contracts);
        Assert.Equal((299, Start + (400 * Quarter)), (common.Length, common.EndAt));
        Assert.Equal(common.Series[0], common.Series[1]);
    }

    private static (MarketAnalyst Analyst, DateTimeOffset End) Followed(int bars)
    {
        var analyst = new MarketAnalyst([Quarter], AnalystRules.Default);
        var end = Start + (bars * Quarter);
        foreach (var (contract, seed) in new[] { (Btc, 1), (Eth, 2) })
        {
            analyst.Follow(contract);
            foreach (var candle in Wander(bars, seed))
            {
                analyst.Take(contract, Quarter, candle, end);
            }
        }

        for (var second = 60; second >= 0; second--)
        {
            analyst.Take(Btc, Book(100), end - TimeSpan.FromSeconds(second));
        }

        analyst.Correlate(Exchange.Binance, Quarter);
        return (analyst, end);
    }

    private static OrderBook Book(decimal price, decimal? bid = null, decimal share = 1) => new(
        [new(bid ?? (price - 0.01m), 10 * share), new(price - 0.1m, 40 * share)], [new(price + 0.01m, 10 * share), new(price + 0.1m, 40 * share)]);

    private static Candle[] Wander(int bars, int seed)
    {
        var dice = new Random(seed);
        var candles = new Candle[bars];
        var close = 100m;
        for (var i = 0; i < bars; i++)
        {
            var open = close;
            close = decimal.Round(open * (decimal)Math.Exp(0.004 * (dice.NextDouble() + dice.NextDouble() + dice.NextDouble() - 1.5)), 4);
            candles[i] = new Candle(Start + (i * Quarter), open, Math.Max(open, close) * 1.001m, Math.Min(open, close) * 0.999m, close, 10);
        }

        return candles;
    }
}
