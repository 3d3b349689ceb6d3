using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>One wallet of the paper venue, reached only by the client that also trades real money.</summary>
internal sealed class HyperliquidWire : IAsyncDisposable
{
    private const ulong TestChain = 0x66eee;

    private static readonly string StandardSecret = new('1', 64);
    private static readonly SigningKey StandardKey = SigningKey.TryRead(StandardSecret, out var key) ? key : throw new InvalidOperationException();

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

    /// <summary>The wallet that always exists, opened with its own key: it may also send money.</summary>
    public static HyperliquidWire OfTheStandardWallet(PaperVenue venue, string? tradesFor = null) =>
        new(FakeBinance.ClientsOf(venue.Address), new(StandardKey.Address, StandardSecret, tradesFor));

    /// <summary>An action of the standard wallet that the client has no call for.</summary>
    public static async Task<JsonElement> ActAsync(PaperVenue venue, string action)
    {
        var envelope = new ActionEnvelope(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Vault: null, ExpiresAfter: null);
        var bytes = Encoding.UTF8.GetBytes(action);
        var signature = StandardKey.Sign(ActionSignature.Digest(ActionSignature.Hash(bytes, envelope), isMainnet: true));
        var (_, body) = await venue.SendTextAsync(HttpMethod.Post, "/exchange", Encoding.UTF8.GetString(SignedAction.Write(bytes, envelope, signature)));
        var answer = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.True(answer.GetProperty("status").GetString() == "ok", body);
        return answer;
    }

    /// <summary>An action that only the wallet itself may sign, in the venue's typed form.</summary>
    public async Task SendMoneyAsync(PaperVenue venue, decimal amount)
    {
        var at = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var text = amount.ToString(CultureInfo.InvariantCulture);
        var signature = StandardKey.Sign(TypedData.Digest(
            "HyperliquidSignTransaction", TestChain, "HyperliquidTransaction:UsdSend",
            TypedField.Text("hyperliquidChain", "Mainnet"), TypedField.Text("destination", FakeHyperliquid.Main),
            TypedField.Text("amount", text), TypedField.Number("time", "uint64", at)));
        var (status, body) = await venue.SendTextAsync(HttpMethod.Post, "/exchange", JsonSerializer.Serialize(new
        {
            action = new { type = "usdSend", signatureChainId = "0x66eee", hyperliquidChain = "Mainnet", destination = FakeHyperliquid.Main, amount = text, time = at },
            nonce = at,
            signature = new { r = signature.R, s = signature.S, v = signature.V },
        }));
        Assert.True(status == HttpStatusCode.OK && body.Contains("\"ok\"", StringComparison.Ordinal), body);
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
