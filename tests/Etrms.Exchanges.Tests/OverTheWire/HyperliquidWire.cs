using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>One wallet of the paper venue, reached only by the client that also trades real money.</summary>
internal sealed class HyperliquidWire : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    private HyperliquidWire(ExchangeClients clients, ExchangeCredentials key)
    {
        Clients = clients;
        (Feed, Gateway) = clients.Account(Exchange.Hyperliquid, VenueNetwork.Paper, key);
    }

    public ExchangeClients Clients { get; }

    public IAccountFeed Feed { get; }

    public IOrderGateway Gateway { get; }

    public Sink Sink { get; } = new();

    public static async Task<HyperliquidWire> OpenAsync(PaperVenue venue, decimal balance = 100_000m)
    {
        var created = await venue.ControlAsync("accounts", new { label = "wire", balance, venue = "hyperliquid" });
        return new(
            FakeBinance.ClientsOf(venue.Address),
            new(created.GetProperty("address").GetString()!, created.GetProperty("agent_private_key").GetString()!));
    }

    public async Task<HyperliquidWire> ListeningAsync()
    {
        _running.Add(Feed.RunAsync(Some.Account, Sink.Post, _stop.Token));
        await Sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        return this;
    }

    public void ListenToPrices() => _running.Add(
        Clients.MarketFeed(Exchange.Hyperliquid, VenueNetwork.Paper).RunAsync([SomeCoin.Btc], Sink.Post, _stop.Token));

    public async Task<Order> SendAsync(ApprovedOrder order) => Accepted(await Gateway.SendAsync(order, CancellationToken.None));

    public async Task<ImmutableArray<Position>> PositionsAsync() => Accepted(await Gateway.ReadPositionsAsync(SomeCoin.Btc, CancellationToken.None));

    public async Task<ImmutableArray<Order>> OpenOrdersAsync() => Accepted(await Gateway.ReadOpenOrdersAsync(SomeCoin.Btc, CancellationToken.None));

    public async Task<AccountSnapshot> SnapshotAsync() => Accepted(await Feed.ReadSnapshotAsync(CancellationToken.None));

    public async Task<ImmutableArray<Fill>> FillsAsync() => Accepted(await Feed.ReadFillsAsync(SomeCoin.Btc, DateTimeOffset.UnixEpoch, CancellationToken.None));

    public static T Accepted<T>(ExchangeOutcome<T> outcome)
    {
        Assert.True(outcome is ExchangeOutcome<T>.Accepted, outcome.Describe());
        return ((ExchangeOutcome<T>.Accepted)outcome).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var run in _running)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Clients.Dispose();
        _stop.Dispose();
    }
}
