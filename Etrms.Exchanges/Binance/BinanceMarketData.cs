using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Market;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>Tickers, books, trades and bars of Binance.</summary>
internal sealed class BinanceMarketData(BinanceRest rest, ILogger<BinanceMarketData> logger) : IMarketData
{
    private const int MostTrades = 1000;

    public async Task<Ticker> ReadTickerAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var day = ReadAsync(Public("/fapi/v1/ticker/24hr", weight: 1, instrument), BinanceJson.Default.TickerMessage, cancellationToken);
        var premium = await ReadAsync(Public("/fapi/v1/premiumIndex", weight: 1, instrument), BinanceJson.Default.PremiumMessage, cancellationToken);
        return BinanceMarketMapping.ToTicker(await day, premium);
    }

    public async Task<OrderBook> ReadBookAsync(InstrumentId instrument, int depth, CancellationToken cancellationToken)
    {
        var message = await BinanceDepth.ReadAsync(rest, instrument, depth, cancellationToken);
        return new([.. message.Bids.Take(depth).Select(ToLevel)], [.. message.Asks.Take(depth).Select(ToLevel)]);
    }

    public async Task<ImmutableArray<MarketTrade>> ReadTradesAsync(InstrumentId instrument, int count, CancellationToken cancellationToken)
    {
        var call = Public("/fapi/v1/trades", weight: 5, instrument);
        call.Parameters.Add("limit", (long?)Math.Clamp(count, 1, MostTrades));
        var rows = await ReadAsync(call, BinanceJson.Default.TradeMessageArray, cancellationToken);
        return [.. rows.Where(row => row.Qty > 0).OrderBy(row => row.Id).Select(BinanceMarketMapping.ToTrade)];
    }

    public Task RunAsync(IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, CancellationToken cancellationToken) =>
        new BinanceTopicStreams(rest, logger).RunAsync(topics, sink, cancellationToken);

    private static BookLevel ToLevel(decimal[] row) => new(row[0], row[1]);

    private static BinanceCall Public(string path, int weight, InstrumentId instrument)
    {
        var call = BinanceCall.Get(path, weight) with { Auth = BinanceAuth.None };
        call.Parameters.Add("symbol", instrument.Symbol);
        return call;
    }

    private async Task<T> ReadAsync<T>(BinanceCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        (await rest.CallAsync(call, answer, cancellationToken)).OrThrow(call.Path);
}
