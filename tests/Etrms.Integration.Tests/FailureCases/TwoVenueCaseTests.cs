using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>A crash that both venues see (RISK 5, data).</summary>
[Collection(nameof(QuickBed))]
public sealed class TwoVenueCaseTests(QuickBed bed)
{
    private const decimal Price = QuickBed.Price;
    private const int CrashSeconds = 20;

    /// <summary>From the trip to flat, read back from the venue.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task FC_02_A_crash_by_25_percent_in_20_seconds_closes_on_both_venues_within_the_budget()
    {
        await bed.CalmAsync();
        await bed.Venue.SetPriceAsync(Price, PaperVenue.Coin.Symbol, "hyperliquid");
        var (here, key) = await bed.Guard.OpenAccountAsync(balance: Price / 2);
        var (there, wallet) = await bed.Guard.OpenWalletAsync(balance: Price / 2);
        await bed.Venue.OrderAsync(here.Hand, OrderSide.Buy, 1m, mark: Price);
        await bed.Venue.OrderAsync(there.Hand, OrderSide.Buy, 1m, price: Price * 1.019m, mark: Price, instrument: PaperVenue.Coin);
        await bed.GuardAsync(here, key, []);
        var guard = Limits.Drawdown(here) with { Qualify = null, MeasureScope = Both(here, there), ActScope = Both(here, there) };
        await bed.GuardAsync(there, wallet, [guard]);

        await CrashAsync(PaperVenue.Bitcoin.Symbol, "binance");
        await CrashAsync(PaperVenue.Coin.Symbol, "hyperliquid");

        await bed.HappensAsync(guard, BreakerEventKind.Acted);
        var events = await bed.EventsAsync(guard);
        var (tripped, acted) = (events.Single(entry => entry.Kind == BreakerEventKind.Triggered), events.Single(entry => entry.Kind == BreakerEventKind.Acted));
        Assert.InRange(tripped.Value!.Value, 0.05m, 0.25m);
        Assert.True(acted.ReceivedAt - tripped.ReceivedAt <= Budget, $"Flat after {acted.ReceivedAt - tripped.ReceivedAt}.");
        Assert.Empty(await bed.Venue.PositionsAsync(here.Hand));
        Assert.Empty(await bed.Venue.PositionsAsync(there.Hand, PaperVenue.Coin));
    }

    private static Scope Both(GuardedAccount here, GuardedAccount there) => new() { Accounts = [new AccountId(here.Id), new AccountId(there.Id)] };

    private Task CrashAsync(string symbol, string venue)
    {
        const int perSecond = 4;
        var points = Enumerable.Range(1, CrashSeconds * perSecond)
            .Select(point => new { AfterMs = point * 1_000 / perSecond, Price = Price * (1 - (0.25m * point / (CrashSeconds * perSecond))) });
        return bed.Venue.ControlAsync("path", new { Symbol = symbol, Venue = venue, Points = points });
    }
}
