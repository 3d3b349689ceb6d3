using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Exchanges;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Analysis;

/// <summary>
/// Books, trades and candles of the contracts to analyse: those of the named coins, and whatever is held. A contract once followed is followed to the end of
/// the term.
/// </summary>
internal sealed partial class MarketFollower(
    ExchangeClients clients, MonitoredAccounts accounts, MarketView market, LastingFeeds feeds, PastReader past,
    IOptions<AnalysisOptions> options, ILogger<MarketFollower> logger)
{
    /// <summary>More would be a mistake in the configuration.</summary>
    private const int MostContracts = 100;

    private readonly ConcurrentDictionary<InstrumentId, VenueNetwork> _followed = new();

    /// <summary>Every contract that was begun with.</summary>
    public IEnumerable<InstrumentId> Followed => _followed.Keys.Order();

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
                feeds.Start(clients.MarketData(account.Exchange, account.Network), [.. wanted.SelectMany(TopicsOf)]);
                wanted.ForEach(instrument => _followed[instrument] = account.Network);
                LogFollowing(wanted.Count, account.Exchange);
            }
        }
    }

    /// <summary>Asks the venue for past candles; the answer comes by the inbox, empty when there is none.</summary>
    public void AskPast(InstrumentId instrument, TimeSpan interval, DateTimeOffset from, DateTimeOffset until) =>
        past.Ask(instrument, _followed[instrument], interval, new TimeRange(from, until));

    private IEnumerable<InstrumentId> Named(Exchange exchange)
    {
        var coins = options.Value.CoinSet;
        return market.Instruments.Where(instrument => instrument.Id.Exchange == exchange && coins.Contains(instrument.BaseAsset)
                && (exchange != Exchange.Binance || instrument.QuoteAsset == "USDT"))
            .Select(instrument => instrument.Id).Order();
    }

    private IEnumerable<MarketTopic> TopicsOf(InstrumentId instrument) => options.Value.TimeframeList
        .Select(timeframe => new MarketTopic(instrument, MarketTopicKind.Candles, timeframe.Length))
        .Prepend(new MarketTopic(instrument, MarketTopicKind.Trades)).Prepend(new MarketTopic(instrument, MarketTopicKind.Book));

    [LoggerMessage(Level = LogLevel.Information, Message = "Analysing {Count} more contracts of {Exchange}")]
    private partial void LogFollowing(int count, Exchange exchange);
}
