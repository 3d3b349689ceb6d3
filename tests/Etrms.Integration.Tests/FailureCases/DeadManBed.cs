using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>A venue whose switches tell when they are set and when they fire, and accounts with entries that rest.</summary>
internal sealed class DeadManBed : IAsyncDisposable
{
    public static readonly TimeSpan Countdown = TimeSpan.FromSeconds(4);
    public const decimal Price = 10_000m;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private DeadManBed(GuardBed bed) => Bed = bed;

    public GuardBed Bed { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DeadManBed> StartAsync(Servers servers)
    {
        var bed = await GuardBed.StartAsync(servers, new KeyValuePair<string, string>("Venue__Hyperliquid__ScheduleCancelVolume", "0"));
        await bed.Venue.SetPriceAsync(Price);
        return new DeadManBed(bed);
    }

    public ValueTask DisposeAsync() => Bed.DisposeAsync();

    /// <summary>A worker that speaks to the venue by a way, or straight.</summary>
    public Task<ServiceProcess> StartWorkerAsync(Uri? way = null) => Bed.StartWorkerAsync(
        new("services__venue__http__0", (way ?? Bed.Venue.Address).ToString()), new("DeadMan__Countdown", $"{Countdown}"), new("DeadMan__Beat", "00:00:00.5"));

    /// <summary>An account under guard; what shall rest is placed before.</summary>
    public async Task<GuardedAccount> GuardAsync(Func<ExchangeAccount, Task> place)
    {
        var (account, credentials) = await Bed.OpenAccountAsync(balance: Price * 10);
        await place(account.Hand);
        await Bed.ConnectAsync(account, credentials);
        return account;
    }

    public Task PlaceEntryAsync(ExchangeAccount hand) =>
        Bed.Venue.OrderAsync(hand, OrderSide.Buy, 0.1m, price: Price * 0.9m, mark: Price);

    public Task<DeadManSwitchRow> SwitchAsync(GuardedAccount account, DeadManState state) => Eventually.GetAsync(
        $"the switch is {state}",
        async token =>
        {
            await using var db = await Bed.OpenAsync();
            return await db.DeadManSwitches.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == account.Id && row.State == state, token);
        },
        Soon);

    public Task<DeadManDrill> DrillAsync(GuardedAccount account) => Eventually.GetAsync(
        "the firing is stored",
        async token =>
        {
            await using var db = await Bed.OpenAsync();
            return (await db.DeadManDrills.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == account.Id, token))?.ToDomain();
        },
        Soon);

    public async Task<AlertRow> AlertAsync(string title) => await Eventually.GetAsync(
        title,
        async token =>
        {
            await using var db = await Bed.OpenAsync();
            return await db.Alerts.AsNoTracking().FirstOrDefaultAsync(row => row.Title == title, token);
        },
        Soon);

    public Task ClearedAsync(GuardedAccount account) =>
        Eventually.TrueAsync("nothing rests any more", async _ => (await Bed.Venue.OpenOrdersAsync(account.Hand)).IsEmpty, Soon);

    /// <summary>True when the engine knows of no open order of the account.</summary>
    public Task ReconciledAsync(GuardedAccount account) => Eventually.TrueAsync(
        "the engine knows that nothing rests",
        async token => await Bed.StateAsync(token) is { } state
            && state.Books.Accounts.Single(known => known.Id.Value == account.Id).Orders.IsEmpty,
        Soon);

    /// <summary>What the venue's switches heard and did since a line of its log, oldest first.</summary>
    public async Task<IReadOnlyList<SwitchLine>> HeardAsync(long after = 0) =>
    [
        .. (await Bed.Venue.ReadLogAsync(after)).EnumerateArray()
            .Where(line => line.GetProperty("kind").GetString() is "switch_set" or "switch_fired")
            .Select(line => new SwitchLine(
                line.GetProperty("seq").GetInt64(), line.GetProperty("kind").GetString() == "switch_fired",
                int.Parse(line.GetProperty("text").GetString()!, CultureInfo.InvariantCulture),
                DateTimeOffset.UnixEpoch.AddMicroseconds(line.GetProperty("at_micros").GetInt64()))),
    ];

    /// <summary>Waits until a countdown that was set now would have fired.</summary>
    public static async Task CountdownPassesAsync()
    {
        var end = TimeProvider.System.GetUtcNow() + Countdown + TimeSpan.FromSeconds(1);
        await Eventually.TrueAsync("a countdown passes", _ => Task.FromResult(TimeProvider.System.GetUtcNow() > end), Soon);
    }

    /// <summary>An order by hand at the exchange whose switch reaches stops as well.</summary>
    public async Task<Order> OrderAsync(ExchangeAccount hand, OrderRequest request)
    {
        var instrument = await Bed.Venue.InstrumentAsync(request.Instrument);
        var quantity = (await hand.Gateway.ReadPositionsAsync(request.Instrument, Token)) is ExchangeOutcome<ImmutableArray<Position>>.Accepted { Value: [var held] }
            ? held.Quantity : 0;
        var approved = Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(request, new(instrument, Price, quantity, Posture.Normal, null)));
        return Assert.IsType<ExchangeOutcome<Order>.Accepted>(await hand.Gateway.SendAsync(approved.Order, Token)).Value;
    }
}

/// <param name="Milliseconds">What it was set to; 0 takes it back.</param>
internal sealed record SwitchLine(long Seq, bool HasFired, int Milliseconds, DateTimeOffset At);
