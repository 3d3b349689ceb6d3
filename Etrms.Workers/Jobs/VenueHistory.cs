using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Exchanges;
using Etrms.Workers.Demo;
using Polly;
using Polly.Retry;

namespace Etrms.Workers.Jobs;

/// <summary>A venue's past, asked patiently: history is never urgent, and one lost answer must not end a night's download.</summary>
internal sealed class VenueHistory(ExchangeClients clients, VenueControl paper, TimeProvider clock)
{
    private readonly ResiliencePipeline _patience = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<ExchangeCallException>().Handle<HttpRequestException>(),
        })
        .Build();

    /// <summary>Rows that opened later are not over yet. On paper that is the market's time, elsewhere the time of the day.</summary>
    public async Task<DateTimeOffset> ReadNowAsync(AccountNetwork network, CancellationToken cancellationToken) =>
        network == AccountNetwork.Paper ? await paper.ReadMarketTimeAsync(cancellationToken) : clock.GetUtcNow();

    public Task<ImmutableArray<Instrument>> ReadInstrumentsAsync(Exchange exchange, AccountNetwork network, CancellationToken cancellationToken) =>
        PatientlyAsync(token => clients.MarketFeed(exchange, Network(network)).LoadInstrumentsAsync(token), cancellationToken);

    public Task<ImmutableArray<Candle>> ReadCandlesAsync(
        SeriesKey key, AccountNetwork network, TimeRange range, CancellationToken cancellationToken) =>
        PatientlyAsync(
            token => clients.CandleHistory(key.Instrument.Exchange, Network(network))
                .ReadCandlesAsync(key.Instrument, key.Timeframe!.Value.Length, range.Start, range.End, token),
            cancellationToken);

    public Task<ImmutableArray<FundingRate>> ReadFundingAsync(
        SeriesKey key, AccountNetwork network, TimeRange range, CancellationToken cancellationToken) =>
        PatientlyAsync(
            token => clients.CandleHistory(key.Instrument.Exchange, Network(network)).ReadFundingAsync(key.Instrument, range.Start, range.End, token),
            cancellationToken);

    /// <summary>Leaves three quarters of what the venue allows to those who guard money; the paper venue has no such limits.</summary>
    public Task RestAsync(SeriesKey key, AccountNetwork network, int rows, CancellationToken cancellationToken) =>
        network == AccountNetwork.Paper ? Task.CompletedTask : Task.Delay(PauseAfter(key.Instrument.Exchange, rows), clock, cancellationToken);

    /// <summary>Binance: a page of 1,500 rows costs 10 of 2,400 a minute. Hyperliquid: a call costs 20, and one for each 60 rows, of 1,200 a minute.</summary>
    private static TimeSpan PauseAfter(Exchange exchange, int rows) => exchange switch
    {
        Exchange.Binance => TimeSpan.FromSeconds(1 + rows / 1500),
        Exchange.Hyperliquid => TimeSpan.FromSeconds(4 + rows / 300),
    };

    private Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        _patience.ExecuteAsync(async token => await read(token), cancellationToken).AsTask();

    private static VenueNetwork Network(AccountNetwork network) => network switch
    {
        AccountNetwork.Paper => VenueNetwork.Paper,
        AccountNetwork.Testnet => VenueNetwork.Testnet,
        AccountNetwork.Live => VenueNetwork.Live,
    };
}
