using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>Trades and closed bars that happened while a stream was away, as far as the venue still tells them.</summary>
internal sealed class MissedMarket(BinanceRest rest, MarketPicture picture)
{
    private const int MostRows = 1000;

    /// <summary>Reads nothing for topics that have told nothing yet.</summary>
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    public async Task ReadAsync(IEnumerable<MarketTopic> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
        {
            switch (topic.Kind)
            {
                case MarketTopicKind.Trades when picture.NewestTrade(topic.Instrument) is { } newest:
                    await ReadTradesAsync(topic.Instrument, newest, cancellationToken);
                    break;
                case MarketTopicKind.Candles when topic.Interval is { } interval && picture.NewestClosed(topic.Instrument, interval) is { } closed:
                    await ReadBarsAsync(topic.Instrument, interval, closed + interval, cancellationToken);
                    break;
            }
        }
    }

    private async Task ReadTradesAsync(InstrumentId instrument, long newest, CancellationToken cancellationToken)
    {
        var call = Call("/fapi/v1/trades", instrument);
        var rows = (await rest.CallAsync(call, BinanceJson.Default.TradeMessageArray, cancellationToken)).OrThrow(call.Path);
        foreach (var row in rows.Where(row => row.Id > newest && row.Qty > 0).OrderBy(row => row.Id))
        {
            picture.Take(new TopicNews.Trade(instrument, row.ToTrade()));
        }
    }

    /// <summary>The last row is the bar that still runs: the stream tells it.</summary>
    private async Task ReadBarsAsync(InstrumentId instrument, TimeSpan interval, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var call = Call("/fapi/v1/klines", instrument);
        call.Parameters.Add("interval", BinanceIntervals.Word(interval)).Add("startTime", (DateTimeOffset?)from);
        var rows = (await rest.CallAsync(call, BinanceJson.Default.KlineMessageArray, cancellationToken)).OrThrow(call.Path);
        foreach (var row in rows.SkipLast(1))
        {
            picture.Take(new TopicNews.Bar(instrument, interval, row.ToCandle(), IsClosed: true));
        }
    }

    private static BinanceCall Call(string path, InstrumentId instrument)
    {
        var call = BinanceCall.Get(path, weight: 5) with { Auth = BinanceAuth.None };
        call.Parameters.Add("symbol", instrument.Symbol).Add("limit", (long?)MostRows);
        return call;
    }
}
