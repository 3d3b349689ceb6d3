using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>Books for the breakers that want to know them, of the contracts held in their scope and no others: a book costs far more than a price.</summary>
internal sealed class DepthPump(RiskMonitor monitor, ExchangeClients clients, MonitoredAccounts accounts, RiskInbox inbox, RiskClock clock) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A book is told at most this often.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<InstrumentId, (Task Running, CancellationTokenSource Stop)> _followed = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await FollowAsync(await monitor.AskAsync(engine => engine.ContractsInDepth(), cancellationToken), cancellationToken);
            }
        }
        finally
        {
            await FollowAsync([], CancellationToken.None);
        }
    }

    /// <summary>Begins with what is new, ends what is no longer wanted.</summary>
    private async Task FollowAsync(ImmutableArray<InstrumentId> wanted, CancellationToken cancellationToken)
    {
        foreach (var (instrument, (running, stop)) in _followed.Where(followed => !wanted.Contains(followed.Key)).ToList())
        {
            _followed.Remove(instrument);
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        foreach (var instrument in wanted.Where(instrument => !_followed.ContainsKey(instrument)))
        {
            if (accounts.All.FirstOrDefault(account => account.Exchange == instrument.Exchange) is { } account)
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var feed = clients.MarketData(instrument.Exchange, account.Network);
                _followed[instrument] = (feed.RunAsync([new MarketTopic(instrument, MarketTopicKind.Book)], Teller(), stop.Token), stop);
            }
        }
    }

    /// <summary>Passes on what is told, and an empty book always.</summary>
    private Action<MarketUpdate> Teller()
    {
        var toldAt = 0L;
        return update =>
        {
            if (update is MarketUpdate.BookChanged changed && (toldAt == 0 || IsGone(changed.Book) || clock.Time.GetElapsedTime(toldAt) >= TellEvery))
            {
                toldAt = clock.Time.GetTimestamp();
                inbox.Post(new RiskEvent.DepthChanged(changed.Instrument, BookDepth.Of(changed.Book.Bids), BookDepth.Of(changed.Book.Asks)) { Times = clock.Now() });
            }
        };
    }

    private static bool IsGone(OrderBook book) => book.Bids.IsEmpty || book.Asks.IsEmpty;
}
