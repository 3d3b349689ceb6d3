using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// What all clients of one Hyperliquid environment share: connections, clock, the weight that one network address may use, the nonces of a
/// signer, and the one stream of public prices, since the venue takes no more than ten connections.
/// </summary>
internal sealed partial class HyperliquidNetwork : IDisposable
{
    private const int WeightPerMinute = 1200;

    /// <summary>A contract that is always listed: its book tells the time.</summary>
    private const string ClockCoin = "BTC";

    private static readonly TimeSpan ClockTimeout = TimeSpan.FromSeconds(3);

    private readonly SocketsHttpHandler _handler = VenueConnections.CreateHandler();
    private readonly SemaphoreSlim _syncing = new(1);
    private readonly ConcurrentDictionary<string, NonceSource> _nonces = new();
    private readonly ConcurrentDictionary<string, AddressBudget> _addressBudgets = new();
    private readonly TimeSpan _clockSync;
    private readonly ILogger _logger;

    public HyperliquidNetwork(VenueNetwork kind, ExchangesOptions options, TimeProvider time, ILogger<HyperliquidNetwork> logger)
    {
        Kind = kind;
        Addresses = HyperliquidAddresses.Of(kind, options.PaperAddress);
        ReadTimeout = options.ReadTimeout;
        Time = time;
        Clock = new VenueClock(time);
        Budget = new RequestBudget(time, WeightPerMinute);
        MarketClock = new MarketClock(isReplay: kind == VenueNetwork.Paper);
        Prices = new ReferencePrices(time);
        Http = VenueConnections.CreateClient(_handler);
        SocketInvoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        Stream = new HyperliquidMarketStream(this, logger);
        _clockSync = options.ClockSync;
        _logger = logger;
    }

    public VenueNetwork Kind { get; }

    public HyperliquidAddresses Addresses { get; }

    public TimeSpan ReadTimeout { get; }

    public TimeProvider Time { get; }

    public VenueClock Clock { get; }

    public MarketClock MarketClock { get; }

    public RequestBudget Budget { get; }

    public ReferencePrices Prices { get; }

    public HttpClient Http { get; }

    public HttpMessageInvoker SocketInvoker { get; }

    public HyperliquidMarketStream Stream { get; }

    public ContractList Contracts { get; set; } = ContractList.Empty;

    public NonceSource NoncesOf(string signer) => _nonces.GetOrAdd(signer, static _ => new());

    public AddressBudget BudgetOf(string user) => _addressBudgets.GetOrAdd(user, static _ => new());

    /// <summary>The clocks of something that ETRMS itself found out now.</summary>
    public EventTimes TimesNow() => new(MarketClock.At(Clock.Now), Clock.Now, Time.GetUtcNow());

    /// <summary>The clocks of something that the venue dated; a replaying venue dates in market time.</summary>
    public EventTimes TimesAt(long milliseconds, DateTimeOffset receivedAt)
    {
        var at = HyperliquidWords.Instant(milliseconds);
        MarketClock.Observe(at);
        return new(at, Kind == VenueNetwork.Paper ? Clock.Now : at, receivedAt);
    }

    /// <summary>When a reading was written; old answers do not say.</summary>
    public DateTimeOffset TimeOf(ClearinghouseMessage state) => state.Time is { } time ? HyperliquidWords.Instant(time) : TimesNow().MarketAt;

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
        catch (ExchangeCallException failure)
        {
            LogClockUnread(Kind, failure.Message);
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

    /// <summary>A replaying venue must tell its market time before anything is stamped with it.</summary>
    /// <exception cref="ExchangeCallException">The venue did not tell.</exception>
    public Task LearnMarketTimeAsync(CancellationToken cancellationToken) =>
        MarketClock.IsKnown ? Task.CompletedTask : ReadClockAsync(cancellationToken);

    public void Dispose()
    {
        Stream.Dispose();
        SocketInvoker.Dispose();
        Http.Dispose();
        _handler.Dispose();
        _syncing.Dispose();
    }

    /// <summary>No endpoint tells the time by itself; a book does. A paper venue dates it in market time and shares our wall clock.</summary>
    private async Task ReadClockAsync(CancellationToken cancellationToken)
    {
        var sent = Time.GetTimestamp();
        var book = await ReadBookAsync(cancellationToken);
        var at = HyperliquidWords.Instant(book.Time);
        MarketClock.Observe(at);
        Clock.Set(Kind == VenueNetwork.Paper ? Time.GetUtcNow() : at, sent, Time.GetTimestamp());
    }

    private async Task<BookMessage> ReadBookAsync(CancellationToken cancellationToken)
    {
        var request = new InfoRequest("l2Book") { Coin = ClockCoin };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ClockTimeout);
        Budget.Charge(request.Weight);
        try
        {
            using var response = await Http.PostAsJsonAsync(Addresses.Info, request, HyperliquidJson.Default.InfoRequest, deadline.Token);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(HyperliquidJson.Default.BookMessage, deadline.Token)
                ?? throw new ExchangeCallException("The venue answered nothing when asked for the time.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ExchangeCallException($"The time of the venue: {failure.Message}");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Clock of Hyperliquid {Network} could not be read: {Failure}")]
    private partial void LogClockUnread(VenueNetwork network, string failure);
}
