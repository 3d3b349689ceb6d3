using System.Net;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Integration.Tests.Running;

/// <summary>The gate asked about orders that nobody sends (RISK 4.14, N-12).</summary>
[Collection(nameof(RunningSystem))]
public sealed class RiskPreviewTests(RunningSystem system)
{
    private const string Symbol = "LINKUSDT";

    [Fact]
    public async Task An_order_is_judged_with_what_it_would_lead_to_and_nothing_is_sent()
    {
        await system.Venue.SetPriceAsync(Symbol, 20);
        var key = await system.Venue.CreateAccountAsync(10_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "What if"));
        await system.Venue.OrderAsync(key, Symbol, "BUY", 50);
        var breaker = await system.Trader.PostAsync<BreakerView>("/circuit-breakers", Largest(account.Id), HttpStatusCode.Created);
        var small = new RiskPreviewRequest { AccountId = account.Id, Symbol = Symbol, Side = OrderSide.Buy, Quantity = 50.0004m, StopLoss = 19, PriceMove = -0.1m };

        var allowed = await Eventually.GetAsync("the account, the price and the breaker are known", async _ =>
            await system.Trader.PostAsync<RiskPreviewView>("/risk/preview", small) is { Allowed: true, Before.Quantity: 50 } view && view.Breakers.Any(impact => impact.Id == breaker.Id)
                ? view : null);
        var refused = await system.Trader.PostAsync<RiskPreviewView>("/risk/preview", small with { Quantity = 150 });
        var exit = await system.Trader.PostAsync<RiskPreviewView>("/risk/preview", small with { Side = OrderSide.Sell, Quantity = 150, ReduceOnly = true });

        Assert.Equal((50m, false), (allowed.Quantity, allowed.IsReducing));
        Assert.Equal((50m, 100m), (allowed.Before?.Quantity, allowed.After?.Quantity));
        Assert.True(allowed.After?.Leverage > allowed.Before?.Leverage);
        Assert.True(allowed.AfterMove?.Equity < allowed.After?.Equity);
        Assert.Equal(RefusalCode.WouldBreach, Assert.Single(refused.Refusals).Code);
        Assert.True(Assert.Single(refused.Breakers, impact => impact.Id == breaker.Id).WouldTrip);
        Assert.Equal((19m, 50m, (allowed.Stop?.Entry - 19) * 50), (allowed.Stop?.Asked.Level, allowed.Stop?.Asked.Quantity, allowed.Stop?.Asked.Loss));
        Assert.Equal((allowed.Stop?.Asked, 1m), (allowed.Stop?.Placed, allowed.StopFactor));
        Assert.Null(exit.Stop);
        Assert.Equal((true, true, 50m), (exit.Allowed, exit.IsReducing, exit.Quantity));
        Assert.Equal(50, await system.Venue.PositionAsync(key, Symbol));
    }

    private static BreakerBody Largest(Guid account) => Existing.NewBreaker("No more than 3,000 in one contract") with
    {
        Type = "MAX_POSITION_SIZE",
        Threshold = 3_000,
        Settings = new Dictionary<string, string> { ["unit"] = "QUOTE" },
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.PauseTrading }] }],
        MeasureScope = new ScopeBody { Accounts = [account] },
        ActScope = new ScopeBody { Accounts = [account] },
    };
}
