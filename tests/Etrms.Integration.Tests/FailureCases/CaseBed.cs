using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

[CollectionDefinition(nameof(CaseBed))]
public sealed class OneCaseBed : ICollectionFixture<CaseBed>;

/// <summary>A venue whose market stands still and one worker that guards accounts on it. Every case has an account of its own.</summary>
public sealed class CaseBed(Servers servers) : IAsyncLifetime
{
    internal const decimal Price = 10_000m;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private GuardBed? _bed;
    private ServiceProcess? _worker;

    internal GuardBed Bed => _bed ?? throw new InvalidOperationException("The bed was not made.");

    internal PaperVenue Venue => Bed.Venue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bed = await GuardBed.StartAsync(servers);
        _worker = await _bed.StartWorkerAsync(new KeyValuePair<string, string>("Risk__StopPlacementsPerMinute", "3"));
    }

    /// <summary>A bed for cases that start and kill workers of their own.</summary>
    internal static async Task<CaseBed> WithoutWorkerAsync(Servers servers) => new(servers) { _bed = await GuardBed.StartAsync(servers) };

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }

    /// <summary>Opens an account, lets the trader set it up at <see cref="Price"/>, and puts it under guard of a breaker.</summary>
    internal async Task<Case> GuardAsync(
        Func<GuardedAccount, Task> setUp, Func<GuardedAccount, CircuitBreaker> breaker, decimal balance = 10 * Price, Exchange exchange = Exchange.Binance)
    {
        await Venue.ClearFaultsAsync();
        await Venue.SetPriceAsync(Price);
        await Venue.SetPriceAsync(Price, PaperVenue.Coin.Symbol, "hyperliquid");
        var (account, credentials) = exchange == Exchange.Hyperliquid ? await Bed.OpenWalletAsync(balance) : await Bed.OpenAccountAsync(balance);
        await setUp(account);

        // What was traded by hand lies in the past when the account is first read.
        await Venue.PassMomentAsync();
        var rule = breaker(account);
        await Bed.AddBreakerAsync(rule);
        await Bed.ConnectAsync(account, credentials);
        await Bed.IsGuardedAsync(account, rule.Id);
        return new Case(this, account, rule);
    }

    /// <summary>The usual case: a long, and a button that closes it.</summary>
    internal Task<Case> LongAsync(Func<GuardedAccount, CircuitBreaker> breaker, decimal quantity = 1m) =>
        GuardAsync(account => Venue.OrderAsync(account.Hand, OrderSide.Buy, quantity, mark: Price), breaker);

    /// <summary>So much time has passed for the worker, by its own clock: its loop turned as often.</summary>
    internal async Task WorksOnAsync(TimeSpan time)
    {
        var since = (await Bed.StateAsync(Token))!.Books.Clock.Wall;
        await ComesTrueAsync($"{time} pass", async () => (await Bed.StateAsync(Token))!.Books.Clock.Wall >= since + time);
    }

    internal async Task<ImmutableArray<ActionStepRow>> StepsAsync(GuardedAccount account)
    {
        await using var db = await Bed.OpenAsync();
        return [.. await db.ActionSteps.AsNoTracking().Where(step => step.AccountId == account.Id).OrderBy(step => step.At).ThenBy(step => step.Number).ToListAsync(Token)];
    }

    internal async Task<ImmutableArray<AlertRow>> AlertsAsync(CircuitBreaker breaker) =>
        [.. (await AlertsAsync()).Where(alert => alert.BreakerId == breaker.Id)];

    internal async Task<ImmutableArray<AlertRow>> AlertsAsync()
    {
        await using var db = await Bed.OpenAsync();
        return [.. await db.Alerts.AsNoTracking().OrderBy(alert => alert.At).ToListAsync(Token)];
    }

    internal static Task ComesTrueAsync(string what, Func<Task<bool>> holds) => Eventually.TrueAsync(what, _ => holds(), Soon);
}

/// <summary>One account under guard of one breaker.</summary>
internal sealed record Case(CaseBed Bed, GuardedAccount Account, CircuitBreaker Breaker)
{
    public ExchangeAccount Hand => Account.Hand;

    private PaperVenue Venue => Bed.Venue;

    /// <summary>Presses the breaker's button.</summary>
    public Task PressAsync() => Bed.Bed.OrderAsync(
        CommandKinds.PressButton, new OperatorCommand.PressButton(Breaker.Id) { Id = Guid.NewGuid(), Operator = "tester", Reason = "the case" });

    /// <summary>Puts the account under a second breaker.</summary>
    public async Task<Case> AlsoAsync(CircuitBreaker breaker)
    {
        await Bed.Bed.AddBreakerAsync(breaker);
        await Bed.Bed.IsGuardedAsync(Account, breaker.Id);
        return this with { Breaker = breaker };
    }

    /// <summary>What the gate would say to a market order that nobody sends.</summary>
    public async Task<RiskPreviewView> JudgeAsync(OrderSide side, decimal quantity, bool reduceOnly = false) =>
        await Bed.Bed.GateSaysAsync(await Bed.Bed.AskGateAsync(MarketOrder(side, quantity, reduceOnly)));

    public OrderRequest MarketOrder(OrderSide side, decimal quantity, bool reduceOnly = false) => new()
    {
        Account = new AccountId(Account.Id),
        Instrument = PaperVenue.Bitcoin,
        Side = side,
        Type = OrderType.Market,
        Quantity = quantity,
        ReduceOnly = reduceOnly,
        ClientOrderId = $"judged-{Guid.NewGuid():N}",
    };

    /// <summary>The one stop that rests; null when there is none or more than one.</summary>
    public async Task<Order?> StopAsync() => await Venue.OpenOrdersAsync(Hand) is [{ IsConditional: true } only] ? only : null;

    public Task StandsAsync(decimal stop) => CaseBed.ComesTrueAsync($"one stop rests at {stop}", async () => (await StopAsync())?.TriggerPrice == stop);

    public async Task<IReadOnlyList<BreakerEvent>> EventsAsync() => [.. (await Bed.Bed.EventsAsync()).Where(entry => entry.BreakerId == Breaker.Id)];

    public Task ToldAsync(BreakerEventKind kind, int times = 1) => CaseBed.ComesTrueAsync(
        $"the breaker tells {kind} {times} times", async () => (await EventsAsync()).Count(entry => entry.Kind == kind) >= times);

    public async Task<BreakerStatus> StatusAsync() => (await Bed.Bed.StateAsync(TestContext.Current.CancellationToken))!.Breakers
        .Single(watch => watch.Breaker.Id == Breaker.Id).Cells[0].Status;

    /// <summary>Signed quantity of a leg.</summary>
    public async Task<decimal> HeldAsync(PositionSide side = PositionSide.Both) =>
        (await Venue.PositionsAsync(Hand)).Where(position => position.Side == side).Sum(position => position.Quantity);

    public async Task<decimal> SoldAsync() =>
        (await Venue.FillsAsync(Hand)).Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Quantity);

    /// <summary>The lowest position that its fills ever led through: below 0 it was turned.</summary>
    public async Task<decimal> LowestAsync()
    {
        var (held, lowest) = (0m, 0m);
        foreach (var fill in (await Venue.FillsAsync(Hand)).OrderBy(fill => fill.At).ThenBy(fill => long.Parse(fill.TradeId)))
        {
            held += fill.SignedQuantity;
            lowest = Math.Min(lowest, held);
        }

        return lowest;
    }

    public async Task<ImmutableArray<ActionStepRow>> OrdersAsync() =>
        [.. (await Bed.StepsAsync(Account)).Where(step => step.Kind is "reduce" or "set_protection")];
}
