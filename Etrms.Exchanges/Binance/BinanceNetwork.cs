using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>What all clients of one Binance environment share: connections, clock and the weight that one address may use.</summary>
internal sealed partial class BinanceNetwork : IDisposable
{
    /// <summary>Until the venue says otherwise.</summary>
    private const int WeightPerMinute = 2400;

    private static readonly TimeSpan ClockTimeout = TimeSpan.FromSeconds(3);

    private readonly SocketsHttpHandler _handler = VenueConnections.CreateHandler();
    private readonly SemaphoreSlim _syncing = new(1);
    private readonly TimeSpan _clockSync;
    private readonly ILogger _logger;

    public BinanceNetwork(VenueNetwork kind, ExchangesOptions options, TimeProvider time, ILogger<BinanceNetwork> logger)
    {
        Kind = kind;
        Addresses = BinanceAddresses.Of(kind, options.PaperAddress);
        ReadTimeout = options.ReadTimeout;
        Time = time;
        Clock = new VenueClock(time);
        Budget = new RequestBudget(time, WeightPerMinute);
        MarketClock = new MarketClock(isReplay: kind == VenueNetwork.Paper);
        Http = VenueConnections.CreateClient(_handler);
        SocketInvoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        _clockSync = options.ClockSync;
        _logger = logger;
    }

    public VenueNetwork Kind { get; }

    public BinanceAddresses Addresses { get; }

    public TimeSpan ReadTimeout { get; }

    public TimeProvider Time { get; }

    public VenueClock Clock { get; }

    public MarketClock MarketClock { get; }

    public RequestBudget Budget { get; }

    public HttpClient Http { get; }

    public HttpMessageInvoker SocketInvoker { get; }

    /// <summary>The clocks of something that ETRMS itself found out now.</summary>
    public EventTimes TimesNow() => new(MarketClock.At(Clock.Now), Clock.Now, Time.GetUtcNow());

    /// <summary>Reads the venue's clock when the last reading is older than allowed; one reading at a time.</summary>
    public async Task SyncClockAsync(TimeSpan allowedAge, CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken);
        try
        {
            if (Clock.Age is not { } age || age >= allowedAge)
            {
                await ReadClockAsync(cancellationToken);
            }
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>Keeps the clock right and a connection warm until cancelled.</summary>
    public async Task KeepClockAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_clockSync, Time);
        do
        {
            await SyncClockAsync(_clockSync * 0.9, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>
    /// A replaying venue must tell its market time before anything is stamped with it: an event from "now" amid a replayed past would turn
    /// the trading day.
    /// </summary>
    /// <exception cref="ExchangeCallException">The venue has no prices yet.</exception>
    public async Task LearnMarketTimeAsync(CancellationToken cancellationToken)
    {
        if (MarketClock.IsKnown)
        {
            return;
        }

        var tops = await ReadAsync("/fapi/v1/ticker/bookTicker", BinanceJson.Default.BookTickerMessageArray, cancellationToken);
        if (tops.Length == 0)
        {
            throw new ExchangeCallException("The venue has no prices yet.");
        }

        MarketClock.Observe(BinanceWords.Instant(tops.Max(top => top.Time)));
    }

    public void Dispose()
    {
        SocketInvoker.Dispose();
        Http.Dispose();
        _handler.Dispose();
        _syncing.Dispose();
    }

    private async Task ReadClockAsync(CancellationToken cancellationToken)
    {
        var sent = Time.GetTimestamp();
        try
        {
            var answer = await ReadAsync("/fapi/v1/time", BinanceJson.Default.ServerTimeMessage, cancellationToken);
            Clock.Set(BinanceWords.Instant(answer.ServerTime), sent, Time.GetTimestamp());
        }
        catch (ExchangeCallException failure)
        {
            LogClockUnread(Kind, failure.Message);
        }
    }

    private async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ClockTimeout);
        try
        {
            return await Http.GetFromJsonAsync(new Uri(Addresses.Rest, path), type, deadline.Token)
                ?? throw new ExchangeCallException($"{path} answered nothing.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ExchangeCallException($"{path}: {failure.Message}");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Clock of Binance {Network} could not be read: {Failure}")]
    private partial void LogClockUnread(VenueNetwork network, string failure);
}
