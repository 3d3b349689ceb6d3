using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Analysis;

/// <summary>
/// Books and candles of the contracts to analyse: those of the named coins, and whatever is held. A contract once followed is followed to the end of
/// the term.
/// </summary>
internal sealed partial class MarketFollower(
    ExchangeClients clients, MonitoredAccounts accounts, MarketView market, MarketInbox inbox, TermTasks tasks, IOptions<AnalysisOptions> options,
    ILogger<MarketFollower> logger) : IDisposable
{
    /// <summary>More would be a mistake in the configuration.</summary>
    private const int MostContracts = 100;

    private readonly ConcurrentDictionary<InstrumentId, VenueNetwork> _followed = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Every contract that was begun with.</summary>
    public IEnumerable<InstrumentId> Followed => _followed.Keys.Order();

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Begins with what is new among the wanted.</summary>
    /// <param name="held">Contracts in which an account holds something.</param>
    public void Follow(IReadOnlyCollection<InstrumentId> held)
    {
        foreach (var account in accounts.All.DistinctBy(account => account.Exchange))
        {
            var wanted = held.Where(instrument => instrument.Exchange == account.Exchange).Concat(Named(account.Exchange))
                .Where(instrument => !_followed.ContainsKey(instrument)).Distinct().Take(MostContracts - _followed.Count).ToList();
            if (wanted.Count > 0)
            {
                wanted.ForEach(instrument => _followed[instrument] = account.Network);
                var feed = clients.MarketData(account.Exchange, account.Network);
                tasks.Start(token => ApartAsync(() => feed.RunAsync([.. wanted.SelectMany(TopicsOf)], inbox.Post, token), token));
                LogFollowing(wanted.Count, account.Exchange);
            }
        }
    }

    /// <summary>Asks the venue for past candles; the answer comes by the inbox, empty when there is none. One question at a time: other calls guard money.</summary>
    public void AskPast(InstrumentId instrument, TimeSpan interval, DateTimeOffset from, DateTimeOffset until) =>
        tasks.Start(token => ApartAsync(() => ReadPastAsync(instrument, interval, from, until, token), token));

    /// <summary>The guard lives in the same term: what goes wrong here leaves a market unknown and ends nothing else.</summary>
    private async Task ApartAsync(Func<Task> work, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // Whatever it is, the guard must not end with it.
        try
        {
            await work();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure);
        }
#pragma warning restore CA1031
    }

    private async Task ReadPastAsync(
        InstrumentId instrument, TimeSpan interval, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var candles = await clients.CandleHistory(instrument.Exchange, _followed[instrument])
                .ReadCandlesAsync(instrument, interval, from, until, cancellationToken);
            inbox.Post(new PastCandles(instrument, interval, candles, until));
        }
        catch (Exception refused) when (refused is ExchangeCallException or HttpRequestException)
        {
            LogRefused(instrument, refused.Message);
            inbox.Post(new PastCandles(instrument, interval, [], from));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private IEnumerable<InstrumentId> Named(Exchange exchange)
    {
        var coins = options.Value.CoinSet;
        return market.Instruments.Where(instrument => instrument.Id.Exchange == exchange && coins.Contains(instrument.BaseAsset)
                && (exchange != Exchange.Binance || instrument.QuoteAsset == "USDT"))
            .Select(instrument => instrument.Id).Order();
    }

    private IEnumerable<MarketTopic> TopicsOf(InstrumentId instrument) => options.Value.TimeframeList
        .Select(timeframe => new MarketTopic(instrument, MarketTopicKind.Candles, timeframe.Length))
        .Prepend(new MarketTopic(instrument, MarketTopicKind.Book));

    [LoggerMessage(Level = LogLevel.Information, Message = "Analysing {Count} more contracts of {Exchange}")]
    private partial void LogFollowing(int count, Exchange exchange);

    [LoggerMessage(Level = LogLevel.Error, Message = "A feed of the market analysis failed; its contracts are unknown from now on")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Past candles of {Instrument} could not be read, they are asked for again: {Reason}")]
    private partial void LogRefused(InstrumentId instrument, string reason);
}
