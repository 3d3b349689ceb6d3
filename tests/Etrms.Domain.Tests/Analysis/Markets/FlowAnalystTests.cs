using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Markets;

/// <summary>What books show beyond the usual is found once, told seldom, and makes a market no calmer.</summary>
public sealed class FlowAnalystTests
{
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");

    private readonly MarketAnalyst _analyst = new([TimeSpan.FromMinutes(15)], AnalystRules.Default);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public FlowAnalystTests()
    {
        _analyst.Follow(Btc);
        See(80, Book());
    }

    private ContractAnalysis Analysis => _analyst.At(Btc, _now, _now)!;

    private FlowAnalyst Flow => _analyst.FlowOf(Btc)!;

    [Fact]
    public void Depth_that_vanishes_is_found_once_and_lowers_the_liquidity()
    {
        Assert.Equal(LiquidityRegime.Medium, Analysis.Assessment.Liquidity);

        See(3, Book(share: 0.1m));

        Assert.True(Analysis.Liquidity!.IsAnomalous);
        Assert.Equal(LiquidityRegime.Low, Analysis.Assessment.Liquidity);
        var finding = Assert.Single(Flow.TakeUnread());
        Assert.True(finding is { Kind: BookFindingKind.ThinDepth, Deviations: < -6 });
        Assert.Equal(finding, Analysis.Assessment.Finding);
        Assert.Empty(Flow.TakeUnread());
    }

    [Fact]
    public void A_spread_that_opens_makes_a_deep_book_thin_and_never_deeper()
    {
        See(3, Book(spread: 0.2m, share: 3));

        Assert.Equal(LiquidityRegime.Low, Analysis.Assessment.Liquidity);
        Assert.Equal(BookFindingKind.WideSpread, Assert.Single(Flow.TakeUnread()).Kind);
    }

    [Fact]
    public void More_depth_and_a_narrower_spread_are_no_anomaly()
    {
        See(3, Book(share: 5));

        Assert.False(Analysis.Liquidity!.IsAnomalous);
        Assert.Empty(Flow.TakeUnread());
        Assert.Null(Analysis.Assessment.Finding);
    }

    [Fact]
    public void One_odd_book_is_noise_and_so_is_a_wider_spread_that_is_still_next_to_nothing()
    {
        See(2, Book(share: 0.1m));
        See(1, Book());
        Assert.Empty(Flow.TakeUnread());

        var narrow = new MarketAnalyst([TimeSpan.FromMinutes(15)], AnalystRules.Default);
        narrow.Follow(Btc);
        for (var i = 0; i < 90; i++)
        {
            narrow.Take(Btc, Book(spread: i < 80 ? 0.0002m : 0.001m), _now + TimeSpan.FromSeconds(i));
        }

        Assert.Empty(narrow.FlowOf(Btc)!.TakeUnread());
    }

    [Fact]
    public void The_same_kind_is_told_again_only_after_a_while_and_stored_each_time()
    {
        See(3, Book(share: 0.1m));
        var first = Analysis.Assessment.Finding;
        See(10, Book());
        See(3, Book(share: 0.1m));

        Assert.Equal(first, Analysis.Assessment.Finding);
        Assert.Equal(2, Flow.TakeUnread().Length);

        See(310, Book());
        See(3, Book(share: 0.1m));

        Assert.NotEqual(first, Analysis.Assessment.Finding);
    }

    [Fact]
    public void Large_levels_of_a_contract_are_noted_so_many_times_per_minute_and_no_more()
    {
        foreach (var round in Enumerable.Range(0, 100))
        {
            _now += TimeSpan.FromSeconds(1);
            Flow.Take(new MarketTrade(round, 50, 0.1m, BuyerIsMaker: false, _now), _now);
            Flow.Take(round < 40 ? Book() : Book(wall: round % 8), _now);
        }

        Assert.Equal(AnalystRules.Default.MostWallsPerMinute, Flow.TakeUnread().Count(finding => finding.Kind == BookFindingKind.PulledOrder));
    }

    [Fact]
    public void Without_a_fresh_book_no_walls_stand_and_nothing_is_told()
    {
        See(3, Book(share: 0.1m));

        _analyst.LoseBook(Btc);

        Assert.Empty(Analysis.Walls);
        Assert.Null(Analysis.Assessment.Finding);
        Assert.Null(Analysis.Assessment.Liquidity);
    }

    /// <param name="wall">Place of a bid that is far larger than the others.</param>
    private static OrderBook Book(decimal share = 1, decimal spread = 0.02m, int wall = -1) => new(
        [.. Enumerable.Range(0, 50).Select(i => new BookLevel(100 - (spread / 2) - (i * 0.01m), i == wall ? 1_000 : 10 * share))],
        [.. Enumerable.Range(0, 50).Select(i => new BookLevel(100 + (spread / 2) + (i * 0.01m), 10 * share))]);

    private void See(int seconds, OrderBook book)
    {
        for (var i = 0; i < seconds; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            _analyst.Take(Btc, book, _now);
        }
    }
}
