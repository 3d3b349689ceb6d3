using Etrms.Domain.Market;
using Etrms.Venue.Hyperliquid.Actions;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>
/// Brings the wire up, ties it to the venue's loop, and gives it its pulse: books, states and dead-man switches go by the wall clock,
/// whatever market time does.
/// </summary>
internal sealed class StreamPulse(VenueLoop loop, PulseParts parts, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(50);
    private const int BeatsPerStep = 10;
    private const int BeatsPerSecond = 20;
    private readonly List<IDisposable> _subscriptions = [];
    private long _beats;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var desk = await loop.AskAsync(desk => desk, cancellationToken);
        parts.Coins.Load(desk.Market.Instruments);
        await parts.Wallets.StartAsync(cancellationToken);

        // Exchange and market stay the same as long as the venue runs, and events come on the loop that owns them.
        _subscriptions.Add(loop.SubscribeMarket(moved => parts.Market.On(moved, desk with { Now = moved.Stamp })));
        _subscriptions.Add(loop.SubscribeAccounts(
            Exchange.Hyperliquid, told => parts.Users.On(told.Event, desk with { Now = new MarketStamp(told.Event.At, told.WallAt) })));
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
        _beats++;
        parts.Schedule.Strike(desk);
        if (_beats % BeatsPerSecond == 0)
        {
            parts.Users.SendAll(desk);
        }

        parts.Users.SendChanges(desk);
        if (_beats % BeatsPerStep == 0)
        {
            parts.Market.SendSteps(desk);
        }

        return true;
    }
}

/// <summary>What the pulse drives.</summary>
internal sealed record PulseParts(CoinListing Coins, WalletBook Wallets, MarketPushes Market, UserPushes Users, CancelSchedule Schedule);
