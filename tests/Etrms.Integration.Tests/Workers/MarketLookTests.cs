using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;
using Etrms.Integration.Tests.Notifications;
using Etrms.Workers.Analysis;

namespace Etrms.Integration.Tests.Workers;

/// <summary>What comes and goes between two looks is found, told and stored.</summary>
public sealed class MarketLookTests
{
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);

    private readonly HandClock _clock = new(Start);
    private readonly MarketInbox _inbox;
    private readonly MarketLook _look;

    public MarketLookTests()
    {
        var analyst = new MarketAnalyst([TimeSpan.FromMinutes(15)], AnalystRules.Default);
        _inbox = new MarketInbox(_clock);
        _look = new MarketLook(analyst, new CandleIntake(analyst, (_, _, _, _) => { }, AnalystRules.Default), AnalystRules.Default, [TimeSpan.FromMinutes(15)]);
        _look.Follow(Btc);
        for (var second = 0; second < 40; second++)
        {
            Hear(1);
            Look();
        }
    }

    [Fact]
    public void Walls_that_come_and_go_between_two_looks_are_suspected_told_and_stored()
    {
        Hear(0.1, 99.99m, 99.98m, 99.97m);
        Hear(0.2);
        var quiet = Look();
        Hear(2);

        var findings = Look();

        Assert.Empty(quiet.Rows.Findings);
        Assert.Equal(3, findings.Rows.Findings.Count(row => row.Kind == BookFindingKind.PulledOrder));
        var row = Assert.Single(findings.Rows.Findings, row => row.Kind == BookFindingKind.SuspectedSpoof);
        Assert.Equal(("BTCUSDT", true, 3, 20m, 0m), (row.Symbol, row.IsBid, row.Levels, row.Size, row.Executed));
        Assert.Equal(BookFindingKind.SuspectedSpoof, Assert.Single(findings.News).Assessment.Finding?.Kind);
    }

    [Fact]
    public void A_wall_that_stands_is_in_the_view_with_its_age_until_the_book_is_lost()
    {
        Hear(0.1, 99.95m);
        var wall = Assert.Single(Look().View.Contracts[0].Liquidity.Walls);
        Assert.Equal((true, 99.95m, 20m, true), (wall.IsBid, wall.Price, wall.Size, wall.IsSeenToCome));

        _inbox.Post(new MarketUpdate.BookLost(Btc));

        Assert.Empty(Look().View.Contracts[0].Liquidity.Walls);
    }

    [Fact]
    public void A_flood_between_two_looks_is_bounded_and_what_it_hid_is_not_judged()
    {
        Hear(0.1, 99.95m);
        for (var trade = 0; trade < 5_000; trade++)
        {
            _inbox.Post(new MarketUpdate.Traded(Btc, new MarketTrade(trade, 100, 1, false, Start)));
        }

        Hear(0.1);
        Hear(3);

        Assert.Empty(Look().Rows.Findings);
    }

    private void Hear(double secondsLater, params decimal[] walls)
    {
        _clock.Pass(TimeSpan.FromSeconds(secondsLater));
        _inbox.Post(new MarketUpdate.Traded(Btc, new MarketTrade(1, 100.01m, 1, BuyerIsMaker: false, _clock.GetUtcNow())));
        _inbox.Post(new MarketUpdate.BookChanged(Btc, Book(walls), _clock.GetUtcNow()));
    }

    private MarketFindings Look() => _look.Take(_inbox.Take(), _clock.GetUtcNow(), _clock.GetUtcNow(), RiskSettings.Default);

    private static OrderBook Book(decimal[] walls) => new(
        [.. Enumerable.Range(1, 50).Select(i => 100 - (i * 0.01m)).Select(price => new BookLevel(price, walls.Contains(price) ? 20 : 1))],
        [.. Enumerable.Range(1, 50).Select(i => new BookLevel(100 + (i * 0.01m), 1))]);
}
