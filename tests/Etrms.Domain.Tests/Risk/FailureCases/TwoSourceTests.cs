using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>What closes positions must be seen by two: by our prices and by the other venue's, or by the venue's own account value.</summary>
public sealed class TwoSourceTests
{
    private static readonly AccountId Elsewhere = new(new Guid("00000000-0000-0000-0000-0000000000a2"));
    private static readonly InstrumentId There = new(Exchange.Hyperliquid, "BTC");
    private static readonly CircuitBreaker Guard = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };

    [Fact]
    public void FC_02_A_crash_by_25_percent_in_20_seconds_on_both_venues_closes_on_both_at_its_threshold()
    {
        var desk = OnBothVenues(Guard);

        for (var second = 1; second <= 20 && desk.Reductions.Count == 0; second++)
        {
            var price = 100_000 * (1 - (0.0125m * second));
            desk.Mark("BTCUSDT", price, 0.5);
            MarkThere(desk, price, 0.5);
        }

        Assert.Equal([(Desk.Account, 0m), (Elsewhere, 0m)], desk.Reductions.Select(reduction => (reduction.Account, reduction.Target)));
        var trip = Assert.Single(desk.Events);
        Assert.InRange(trip.Value!.Value, 0.05m, 0.06m);
        Assert.DoesNotContain(desk.Decisions, decision => decision is RiskDecision.ConfirmAccount);
    }

    [Fact]
    public void FC_02_A_fall_on_one_venue_alone_closes_nothing_until_that_venues_account_value_has_fallen_too()
    {
        var desk = OnBothVenues(Guard).Mark("BTCUSDT", 75_000);
        Assert.Empty(desk.Events);
        Assert.Equal([Desk.Account, Elsewhere], desk.Decisions.OfType<RiskDecision.ConfirmAccount>().Select(asked => asked.Account));

        Say(desk, Desk.Account, Here(margin: 10_000), BitcoinHere);
        Say(desk, Elsewhere, Here(margin: 10_000), BitcoinThere);
        Assert.Empty(desk.Events);
        Say(desk, Desk.Account, Here(margin: 5_000), BitcoinHere);

        Assert.Equal(2, desk.Reductions.Count);
    }

    [Fact]
    public void FC_06_A_value_that_is_4_percent_off_warns_trips_the_mismatch_and_holds_closing_stages_until_the_venue_says_the_same()
    {
        var mismatch = Some.Watch("RECONCILE_MISMATCH", 10) with { Id = Guid.NewGuid() };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Fill("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(Guard, mismatch)
            .Mark("BTCUSDT", 96_000);
        var real = new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.1m, EntryPrice = 100_000 };
        Say(desk, Desk.Account, Here(margin: 10_000), real).Wait(0.25);
        Assert.Contains(desk.Decisions, decision => decision is RiskDecision.ConfirmAccount);
        Assert.Empty(desk.Alerts);
        Say(desk.Mark("BTCUSDT", 96_000, 2), Desk.Account, Here(margin: 10_000), real).Wait(0.25);
        var warning = Assert.Single(desk.Alerts);
        Assert.Equal((AlertSeverity.Warning, "main: its value is not what we compute"), (warning.Severity, warning.Title));

        desk.Mark("BTCUSDT", 94_000).Mark("BTCUSDT", 93_990);
        Say(desk, Desk.Account, Here(margin: 10_000), real);
        Assert.Equal(0.0601m, desk.Breaker(Guard).Value);
        Assert.Empty(desk.Reductions);
        for (var i = 0; i < 10; i++)
        {
            desk.Mark("BTCUSDT", 93_990, 1).Wait(0);
        }

        Assert.Contains("differs from ours", Assert.Single(desk.Events, e => e.BreakerId == mismatch.Id).Explanation, StringComparison.Ordinal);
        Assert.Empty(desk.Reductions);
        Say(desk, Desk.Account, Here(margin: 9_399), real);

        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void A_value_that_is_off_in_one_reading_alone_warns_nobody()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Mark("BTCUSDT", 98_000);
        Say(desk, Desk.Account, Here(margin: 10_000), BitcoinHere).Wait(0.25);

        Say(desk.Wait(1), Desk.Account, Here(margin: 9_600), BitcoinHere).Wait(0.25);

        Assert.Empty(desk.Alerts);
    }

    private static Position BitcoinHere => new() { Instrument = Some.Id("BTCUSDT"), Quantity = 0.2m, EntryPrice = 100_000 };

    private static Position BitcoinThere => new() { Instrument = There, Quantity = 0.2m, EntryPrice = 100_000 };

    private static AccountBalance Here(decimal margin) => new("USDT", 10_000, margin - 10_000, margin, 0, 0, margin);

    /// <summary>A long of two thirds of the equity on each venue.</summary>
    private static Desk OnBothVenues(CircuitBreaker breaker)
    {
        var desk = new Desk();
        var listed = Some.Instrument("BTCUSDT") with { Id = There, QuoteAsset = "USDC" };
        desk.Post(new RiskEvent.InstrumentsLoaded([listed]) { Times = desk.Times });
        desk.Post(new RiskEvent.AccountAdded(Elsewhere, Exchange.Hyperliquid, "second", true) { Times = desk.Times });
        desk.Mark("BTCUSDT", 100_000);
        MarkThere(desk, 100_000, 0);
        Say(desk, Desk.Account, Here(10_000), BitcoinHere);
        Say(desk, Elsewhere, Here(10_000), BitcoinThere);
        return MarkThere(desk.Configure(breaker).Mark("BTCUSDT", 100_000), 100_000, 0).Forget();
    }

    private static Desk MarkThere(Desk desk, decimal price, double afterSeconds)
    {
        desk.Pass(afterSeconds);
        return desk.Post(new RiskEvent.MarkPriced(There, price, 0) { Times = desk.Times });
    }

    private static Desk Say(Desk desk, AccountId account, AccountBalance balance, Position position)
    {
        var snapshot = new AccountSnapshot { Balance = balance, Positions = [position], OpenOrders = [] };
        return desk.Post(new RiskEvent.AccountSnapshotTaken(account, snapshot) { Times = desk.Times });
    }
}
