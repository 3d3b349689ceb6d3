using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>Public prices and trading rules of the venues in use. A contract is watched from the moment an account touches it.</summary>
internal sealed partial class MarketPumps(
    ExchangeClients clients, RiskClock clock, SettingsInForce settings, TermTasks tasks, ILogger<MarketPumps> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan CollateralEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(Exchange, VenueNetwork), IMarketFeed> _feeds = new();
    private readonly ConcurrentDictionary<InstrumentId, bool> _watched = new();

    /// <summary>Makes a venue's prices available; returns when its trading rules are loaded.</summary>
    public async Task OpenAsync(
        Exchange exchange, VenueNetwork network, ExchangeCredentials credentials, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        var feed = clients.MarketFeed(exchange, network, credentials);
        if (!_feeds.TryAdd((exchange, network), feed))
        {
            return;
        }

        await LoadAsync(feed, sink, cancellationToken);
        tasks.Start(token => RefreshAsync(feed, sink, token));
        tasks.Start(token => FollowCollateralAsync(feed, sink, token));
        if (exchange == Exchange.Binance)
        {
            // Tells market time before any account touches a contract.
            Watch(network, new InstrumentId(exchange, "BTCUSDT"), sink);
        }
    }

    public void Watch(VenueNetwork network, InstrumentId instrument, Action<RiskEvent> sink)
    {
        if (_feeds.TryGetValue((instrument.Exchange, network), out var feed) && _watched.TryAdd(instrument, true))
        {
            LogWatching(instrument);
            tasks.Start(token => new MarkWatch(feed, instrument, sink, clock, logger).RunAsync(() => settings.Current.MarkStaleAfter, token));
        }
    }

    private async Task RefreshAsync(IMarketFeed feed, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh, clock.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await LoadAsync(feed, sink, cancellationToken);
        }
    }

    private async Task FollowCollateralAsync(IMarketFeed feed, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CollateralEvery, clock.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (await feed.AskCollateralAsync(cancellationToken) is { } priced)
                {
                    sink(priced);
                }
            }
            catch (ExchangeCallException refused)
            {
                LogNoCollateral(refused.Message);
            }
        }
    }

    private async Task LoadAsync(IMarketFeed feed, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry)
        {
            try
            {
                var instruments = await feed.LoadInstrumentsAsync(cancellationToken);
                sink(new RiskEvent.InstrumentsLoaded(instruments) { Times = clock.Now() });
                return;
            }
            catch (ExchangeCallException refused)
            {
                LogNoRules(refused.Message);
                await Task.Delay(pause, clock.Time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Watching {Instrument}")]
    private partial void LogWatching(InstrumentId instrument);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The rate of the collateral could not be read: {Reason}")]
    private partial void LogNoCollateral(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trading rules could not be read: {Reason}")]
    private partial void LogNoRules(string reason);
}
