using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Integration.Tests.Infrastructure;
using Etrms.Workers.Risk;

namespace Etrms.Integration.Tests.Guard;

/// <summary>What is left of a closing: all that a crash must not change.</summary>
internal sealed record ClosingEnd(
    decimal Position, decimal Lowest, int OpenOrders, decimal Sold, int Fills, decimal Wallet, string Events);

/// <summary>
/// A venue with a standing market and two workers, one leading and one standing by. Each crash uses up the leader, the other one ends what it
/// began, and the next standby is started: so a crash costs one start and the chain of events grows over all of them.
/// </summary>
public sealed class CrashBed(Servers servers) : IAsyncLifetime
{
    private const decimal Price = 10_000m;
    private const decimal Fallen = 9_300m;
    private const decimal LargestByHand = 500m;

    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(30);

    private GuardBed? _bed;
    private ServiceProcess? _leader;
    private ServiceProcess? _standby;
    private ClosingEnd? _undisturbed;
    private decimal? _size;

    private GuardBed Bed => _bed ?? throw new InvalidOperationException("The bed was not made.");

    public async ValueTask InitializeAsync()
    {
        _bed = await GuardBed.StartAsync(servers);
        _leader = await StartWorkerAsync();
    }

    /// <summary>How the closing ends when nobody dies; found out once.</summary>
    internal async Task<ClosingEnd> UndisturbedAsync(AnswerFaults faults) => _undisturbed ??= await CloseAsync(faults, null);

    /// <summary>Lets an account fall through its limit and the worker die on the way; returns how it ended.</summary>
    internal async Task<ClosingEnd> CloseAsync(AnswerFaults faults, CrashPoint? point)
    {
        var standby = point is null || _standby is not null ? null : StartWorkerAsync();
        var (account, credentials) = await OpenPositionAsync(faults.Slices);
        var breaker = Limits.Drawdown(account);
        await Bed.AddBreakerAsync(breaker);
        await Bed.ConnectAsync(account, credentials);
        await Bed.IsGuardedAsync(account, breaker.Id);
        foreach (var fault in faults.Rules)
        {
            await Bed.Venue.ControlAsync("faults", fault);
        }

        if (point is { } place)
        {
            _standby ??= await standby!;
            await Bed.OrderCrashAsync(place);
        }

        await Bed.Venue.SetPriceAsync(Fallen);
        if (point is not null)
        {
            await LeaderDiesAsync();
        }

        await Eventually.TrueAsync($"closed and told after a crash at {point}", async _ => await IsOverAsync(breaker.Id), ClosedWithin);
        await Bed.Venue.ClearFaultsAsync();
        var end = await EndAsync(account, breaker.Id);
        await Bed.RemoveAsync(account);
        return end;
    }

    /// <summary>Every event that any worker of this bed told, in order.</summary>
    internal Task<IReadOnlyList<BreakerEvent>> ChainAsync() => Bed.EventsAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in new[] { _leader, _standby }.OfType<ServiceProcess>())
        {
            await worker.DisposeAsync();
        }

        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }

    /// <summary>
    /// A long that closes in a number of slices, each taking what stands within its limit, with everything that may be in the way: an opening
    /// order, a take-profit over the whole size, a stop.
    /// </summary>
    private async Task<(GuardedAccount Account, ExchangeCredentials Credentials)> OpenPositionAsync(int slices)
    {
        await Bed.Venue.SetPriceAsync(Price);
        var size = _size ??= await SizeAsync(slices);
        var opened = await Bed.OpenAccountAsync(balance: size * Price);
        var hand = opened.Account.Hand;
        await Bed.Venue.BuyAsync(hand, size, Price);
        await Bed.Venue.OrderAsync(hand, OrderSide.Buy, 0.1m, price: Price * 0.9m, mark: Price);
        await Bed.Venue.OrderAsync(hand, OrderSide.Sell, Math.Min(size, LargestByHand), price: Price * 1.04m, reduceOnly: true, mark: Price);
        await Bed.Venue.ProtectAsync(hand, stopLoss: Price * 0.6m);

        // What was traded by hand lies in the past when the account is first read.
        await Bed.Venue.PassMomentAsync();
        return opened;
    }

    /// <summary>More than stands within the limit of the slice before the last, less than within the last one's.</summary>
    private async Task<decimal> SizeAsync(int slices)
    {
        decimal[] limits = [.. FlatteningSettings.Default.Slippage, 0.0195m];
        await Bed.Venue.SetPriceAsync(Fallen);
        var before = await Bed.Venue.BidsWithinAsync(limits[slices - 2]);
        var all = await Bed.Venue.BidsWithinAsync(limits[slices - 1]);
        await Bed.Venue.SetPriceAsync(Price);
        return Math.Round(before + ((all - before) / 4), 3);
    }

    private async Task LeaderDiesAsync()
    {
        await _leader!.WaitForExitAsync(DiesWithin);
        await _leader.DisposeAsync();
        (_leader, _standby) = (_standby, null);
    }

    private async Task<bool> IsOverAsync(Guid breaker) =>
        (await Bed.EventsAsync()).Any(entry => entry.BreakerId == breaker && entry.Kind == BreakerEventKind.Acted);

    private async Task<ClosingEnd> EndAsync(GuardedAccount account, Guid breaker)
    {
        var fills = (await Bed.Venue.FillsAsync(account.Hand)).OrderBy(fill => long.Parse(fill.TradeId, CultureInfo.InvariantCulture)).ToList();
        var (held, lowest) = (0m, 0m);
        foreach (var fill in fills)
        {
            held += fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
            lowest = Math.Min(lowest, held);
        }

        var sold = fills.Where(fill => fill.Side == OrderSide.Sell).ToList();
        // Where the takeover takes more than five seconds, the history truly says that the breaker was blind for them.
        var events = (await Bed.EventsAsync())
            .Where(entry => entry.BreakerId == breaker && entry.Kind is not (BreakerEventKind.Blind or BreakerEventKind.Sighted))
            .Select(entry => $"{entry.Kind} trip {entry.TripSeq} at {entry.StageAt}: {Formula(entry)} {entry.Consequence}");
        return new ClosingEnd(
            held, lowest, (await Bed.Venue.OpenOrdersAsync(account.Hand)).Length, sold.Sum(fill => fill.Quantity), sold.Count,
            await Bed.Venue.WalletAsync(account.Hand), string.Join('\n', events));
    }

    /// <summary>When everything is done, the last fills may or may not have been told yet.</summary>
    private static string Formula(BreakerEvent entry) => entry.Kind == BreakerEventKind.Acted ? "" : entry.Explanation;

    private Task<ServiceProcess> StartWorkerAsync() => Bed.StartWorkerAsync(new KeyValuePair<string, string>("Risk__TakesCrashOrders", "true"));
}
