using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>One paper account, reached only by the client that also trades real money.</summary>
internal sealed class WireAccount : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ExchangeClients _clients;
    private readonly ExchangeCredentials _key;
    private Task _running = Task.CompletedTask;

    private WireAccount(ExchangeClients clients, ExchangeCredentials key)
    {
        (_clients, _key) = (clients, key);
        (Feed, Gateway) = clients.Account(Exchange.Binance, VenueNetwork.Paper, key);
    }

    public IAccountFeed Feed { get; }

    public IOrderGateway Gateway { get; }

    public Sink Sink { get; } = new();

    public IMarketFeed Market => _clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper);

    public static async Task<WireAccount> OpenAsync(PaperVenue venue, bool canWithdraw = false, TimeProvider? time = null)
    {
        var created = await venue.ControlAsync("accounts", new { label = "wire", balance = 100_000m, can_withdraw = canWithdraw });
        var account = new WireAccount(
            FakeBinance.ClientsOf(venue.Address, time: time),
            new(created.GetProperty("api_key").GetString()!, created.GetProperty("api_secret").GetString()!));
        await account.KnowLimitsAsync();
        return account;
    }

    public async Task<WireAccount> ListeningAsync()
    {
        _running = Feed.RunAsync(Some.Account, Sink.Post, _stop.Token);
        await Sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        return this;
    }

    public IMarketData Data => _clients.MarketData(Exchange.Binance, VenueNetwork.Paper);

    public MarketSink Listen(params MarketTopic[] topics)
    {
        var sink = new MarketSink();
        _running = Data.RunAsync(topics, sink.Post, _stop.Token);
        return sink;
    }

    /// <summary>The same account through clients that know of no pause and no ban.</summary>
    public WireAccount WithFreshLimits(PaperVenue venue) => new(FakeBinance.ClientsOf(venue.Address), _key);

    /// <summary>Tells the limits of this venue, which counts all tests of a class together.</summary>
    public async Task KnowLimitsAsync() => await Market.LoadInstrumentsAsync(CancellationToken.None);

    public async Task ExpireListenKeyAsync(PaperVenue venue)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/fapi/v1/listenKey");
        request.Headers.Add("X-MBX-APIKEY", _key.ApiKey);
        using var answer = await venue.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public void Listen(IReadOnlyCollection<InstrumentId> instruments) => _running = Market.RunAsync(instruments, Sink.Post, _stop.Token);

    public async Task<Order> SendAsync(ApprovedOrder order) =>
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(await Gateway.SendAsync(order, CancellationToken.None)).Value;

    public async Task<ImmutableArray<Position>> PositionsAsync() =>
        Assert.IsType<ExchangeOutcome<ImmutableArray<Position>>.Accepted>(await Gateway.ReadPositionsAsync(Some.Btc, CancellationToken.None)).Value;

    public async Task<ImmutableArray<Order>> OpenOrdersAsync() =>
        Assert.IsType<ExchangeOutcome<ImmutableArray<Order>>.Accepted>(await Gateway.ReadOpenOrdersAsync(Some.Btc, CancellationToken.None)).Value;

    public async Task<AccountSnapshot> SnapshotAsync() =>
        Assert.IsType<ExchangeOutcome<AccountSnapshot>.Accepted>(await Feed.ReadSnapshotAsync(CancellationToken.None)).Value;

    /// <summary>Asks until it is so; fails with what it waited for.</summary>
    public async Task WaitUntilAsync(string what, Func<Task<bool>> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"Never came: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (!_running.IsCompletedSuccessfully)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        }

        _clients.Dispose();
        _stop.Dispose();
    }
}
