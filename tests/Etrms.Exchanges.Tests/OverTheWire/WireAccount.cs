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
    private Task _running = Task.CompletedTask;

    private WireAccount(ExchangeClients clients, ExchangeCredentials key)
    {
        _clients = clients;
        (Feed, Gateway) = clients.Account(Exchange.Binance, VenueNetwork.Paper, key);
    }

    public IAccountFeed Feed { get; }

    public IOrderGateway Gateway { get; }

    public Sink Sink { get; } = new();

    public IMarketFeed Market => _clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper);

    public static async Task<WireAccount> OpenAsync(PaperVenue venue, bool canWithdraw = false)
    {
        var created = await venue.ControlAsync("accounts", new { label = "wire", balance = 100_000m, can_withdraw = canWithdraw });
        var account = new WireAccount(
            FakeBinance.ClientsOf(venue.Address),
            new(created.GetProperty("api_key").GetString()!, created.GetProperty("api_secret").GetString()!));

        // Tells the limits of this venue, which counts all tests of a class together.
        await account.Market.LoadInstrumentsAsync(CancellationToken.None);
        return account;
    }

    public async Task<WireAccount> ListeningAsync()
    {
        _running = Feed.RunAsync(Some.Account, Sink.Post, _stop.Token);
        await Sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        return this;
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
