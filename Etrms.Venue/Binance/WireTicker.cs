using Etrms.Domain.Market;
using Etrms.Venue.Binance.Rest;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;
using Etrms.Venue.Faults;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance;

/// <summary>
/// Brings the wire up, ties it to the venue's loop, and gives it its pulse: depth updates, tickers, dead-man switches and listen
/// keys go by the wall clock, whatever market time does.
/// </summary>
internal sealed class WireTicker(VenueLoop loop, WireParts parts, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(50);
    private readonly List<IDisposable> _subscriptions = [];
    private long _lastSecond;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var instruments = await loop.AskAsync(desk => desk.Market.Instruments, cancellationToken);
        parts.Listing.Load(instruments);
        parts.Topics.Load(parts.Listing.Instruments);
        await parts.Accounts.StartAsync(cancellationToken);
        _subscriptions.AddRange([loop.SubscribeMarket(parts.Market.On), loop.SubscribeAccounts(Exchange.Binance, parts.Users.On), loop.SubscribeAccounts(Exchange.Binance, parts.Memory.On),
            loop.SubscribeAccounts(Exchange.Binance, parts.Withdrawals.On)]);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _subscriptions.ForEach(subscription => subscription.Dispose());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pulse, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await loop.AskAsync(Beat, stoppingToken);
        }
    }

    private bool Beat(VenueDesk desk)
    {
        parts.Depths.Flush(desk);
        parts.Switches.Strike(desk);
        parts.Withdrawals.Strike(desk);
        desk.Exchange.EndOverdue(desk.Now.WallAt, desk.Now.MarketAt);
        parts.Users.ExpireKeys();
        var second = desk.Now.WallAt.ToUnixTimeSeconds();
        if (second == _lastSecond)
        {
            return true;
        }

        _lastSecond = second;
        parts.Market.SendEachSecond(desk);
        if (second % 3 == 0)
        {
            parts.Market.SendEachThreeSeconds(desk);
        }

        return true;
    }
}

/// <summary>What the pulse drives.</summary>
internal sealed record WireParts(
    Listing Listing, Topics Topics, PaperAccounts Accounts, MarketStreams Market, UserStreams Users, DepthStreams Depths, DeadManSwitches Switches, AlgoMemory Memory,
    Withdrawals Withdrawals);
