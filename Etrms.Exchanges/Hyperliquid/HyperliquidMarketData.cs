using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Exchanges.Transport;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Public market data. Books are snapshots of twenty levels a side at most, each replacing the one before.</summary>
internal sealed class HyperliquidMarketData(HyperliquidRest rest) : IMarketData
{
    private readonly HyperliquidNetwork _network = rest.Network;

    public async Task<Ticker> ReadTickerAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        var (_, contexts) = (await ContractList.ReadAsync(rest, CallUrgency.Ordinary, cancellationToken)).OrThrow("The contracts");
        var contract = _network.Contracts.Find(instrument.Symbol) ?? throw new ExchangeCallException($"{instrument} is not listed.");
        return contexts[contract.Asset].ToTicker(instrument, _network.TimesNow().MarketAt);
    }

    public async Task<OrderBook> ReadBookAsync(InstrumentId instrument, int depth, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("l2Book") { Coin = instrument.Symbol };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.BookMessage, cancellationToken);
        return read.OrThrow($"The book of {instrument}").ToBook(depth);
    }

    public async Task<ImmutableArray<MarketTrade>> ReadTradesAsync(InstrumentId instrument, int count, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("recentTrades") { Coin = instrument.Symbol };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.TradeMessageArray, cancellationToken);
        return [.. read.OrThrow($"The trades of {instrument}")
            .Select(HyperliquidMarketMapping.ToTrade).OrderBy(trade => trade.At).ThenBy(trade => trade.Id).TakeLast(count)];
    }

    public Task RunAsync(IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, CancellationToken cancellationToken) =>
        Together.RunAsync(
            cancellationToken,
            _network.KeepClockAsync,
            token => _network.Stream.RunAsync([.. topics.Select(TopicOf).Distinct()], new Listener(_network, topics, sink), token));

    private static Subscription TopicOf(MarketTopic topic) => topic.Kind switch
    {
        MarketTopicKind.Book => new("l2Book") { Coin = topic.Instrument.Symbol },
        MarketTopicKind.Trades => new("trades") { Coin = topic.Instrument.Symbol },
        MarketTopicKind.Candles => new("candle") { Coin = topic.Instrument.Symbol, Interval = Word(topic.Interval ?? TimeSpan.FromMinutes(1)) },
        MarketTopicKind.Ticker => new("activeAssetCtx") { Coin = topic.Instrument.Symbol },
    };

    private sealed class Listener(HyperliquidNetwork network, IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink) : IMarketListener
    {
        private readonly Dictionary<(string Coin, string Interval), CandleMessage> _forming = [];

        public void Hear(MarketNews news, DateTimeOffset receivedAt)
        {
            switch (news)
            {
                case MarketNews.Book { Data: var book }:
                    sink(new MarketUpdate.BookChanged(Instrument(book.Coin), book.ToBook(int.MaxValue), network.TimesAt(book.Time, receivedAt).MarketAt));
                    break;
                case MarketNews.Trades { Data: var trades }:
                    foreach (var trade in trades)
                    {
                        sink(new MarketUpdate.Traded(Instrument(trade.Coin), trade.ToTrade()));
                    }

                    break;
                case MarketNews.Bar { Data: var bar }:
                    HearBar(bar);
                    break;
                case MarketNews.Context { Data: var context } when network.MarketClock.IsKnown:
                    sink(new MarketUpdate.TickerChanged(context.Ctx.ToTicker(Instrument(context.Coin), network.TimesNow().MarketAt)));
                    break;
            }
        }

        public void Report(bool isAlive)
        {
            foreach (var topic in isAlive ? [] : topics.Where(topic => topic.Kind == MarketTopicKind.Book))
            {
                sink(new MarketUpdate.BookLost(topic.Instrument));
            }
        }

        /// <summary>The last frame of a bar comes before its end, so a bar is final only when the next one opens.</summary>
        private void HearBar(CandleMessage bar)
        {
            var key = (bar.Coin, bar.Interval);
            if (_forming.TryGetValue(key, out var former) && former.OpenTime < bar.OpenTime)
            {
                Tell(former, isClosed: true);
            }

            _forming[key] = bar;
            Tell(bar, isClosed: false);
        }

        private void Tell(CandleMessage bar, bool isClosed) => sink(new MarketUpdate.CandleChanged(
            Instrument(bar.Coin), TimeSpan.FromMilliseconds(bar.CloseTime + 1 - bar.OpenTime), bar.ToCandle(), isClosed));
    }
}
