using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Etrms.Integration.Tests.Guard;

/// <summary>A paper venue with a standing market, its control paths, and a trader's own hands on it.</summary>
internal sealed class PaperVenue : IAsyncDisposable
{
    public static readonly InstrumentId Bitcoin = new(Exchange.Binance, "BTCUSDT");
    public static readonly InstrumentId Coin = new(Exchange.Hyperliquid, "BTC");
    private const decimal LargestByHand = 500m;
    private static readonly AccountId Anybody = new(Guid.Empty);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Lenient = new(EtrmsJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    private readonly ServiceProcess _process;
    private readonly HttpClient _control;
    private readonly ServiceProvider _services;
    private readonly Dictionary<InstrumentId, Instrument> _instruments = [];
    private DateTimeOffset _marketAt;

    private PaperVenue(ServiceProcess process)
    {
        _process = process;
        _control = new HttpClient { BaseAddress = process.Address };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["services:venue:http:0"] = process.Address.ToString();
        builder.Services.AddLogging();
        builder.AddExchanges();
        _services = builder.Services.BuildServiceProvider();
    }

    public Uri Address => _process.Address;

    public string Output => _process.Output;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PaperVenue> StartAsync(params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var folder = Directory.CreateTempSubdirectory("etrms-venue-").FullName;
        var process = await ServiceProcess.StartAsync(
            "Etrms.Venue",
            [
                new("Venue__FetchHistory", "false"), new("Venue__Symbols", "BTCUSDT,ETHUSDT"), new("Etrms__StateFolder", folder),
                new("ETRMS_MARKET_DATA", ""),
                .. settings,
            ]);
        return new PaperVenue(process);
    }

    public Task ControlAsync(string path, object body) => PostAsync(path, body);

    /// <summary>The market stands still at a price until another is set.</summary>
    public async Task SetPriceAsync(decimal price, string symbol = "BTCUSDT", string venue = "binance") =>
        await PostAsync("price", new { Symbol = symbol, Price = price, Venue = venue });

    /// <summary>Market time stops at the start of a second.</summary>
    public async Task PauseAsync()
    {
        var status = await PostAsync("pause", new { });
        var now = status.GetProperty("market_time").GetDateTimeOffset();
        await JumpAsync(now.AddTicks(TimeSpan.TicksPerSecond - (now.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>Market time passes at once; the price stays.</summary>
    public Task PassAsync(TimeSpan time) => JumpAsync(_marketAt + time);

    /// <summary>A moment of market time passes, too short for anything to be traded or drawn anew.</summary>
    public Task PassMomentAsync() => JumpAsync(_marketAt + Moment);

    public async Task ClearFaultsAsync()
    {
        using var answer = await _control.DeleteAsync(new Uri("/control/faults", UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode, $"faults: {answer.StatusCode}");
    }

    /// <summary>What stands on the bid side within a fraction of the best price.</summary>
    public async Task<decimal> BidsWithinAsync(decimal fraction, string symbol = "BTCUSDT")
    {
        var book = await _control.GetFromJsonAsync<JsonElement>(new Uri($"/fapi/v1/depth?symbol={symbol}&limit=100", UriKind.Relative), Token);
        var levels = book.GetProperty("bids").EnumerateArray().Select(level => (Price: Number(level[0]), Quantity: Number(level[1]))).ToList();
        return levels.Where(level => level.Price >= levels[0].Price * (1 - fraction)).Sum(level => level.Quantity);

        static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>Requests so far that placed, changed or cancelled an order.</summary>
    public async Task<int> OrderRequestsAsync() => (await ReadLogAsync(after: 0)).EnumerateArray()
        .Count(line => line.GetProperty("kind").GetString() == "order_received");

    /// <summary>Requests that placed, changed or cancelled an order since a line of the log, such as "DELETE /fapi/v1/order".</summary>
    public async Task<IReadOnlyList<string>> OrderRequestsAsync(long after) => [.. (await ReadLogAsync(after)).EnumerateArray()
        .Where(line => line.GetProperty("kind").GetString() == "order_received").Select(line => line.GetProperty("text").GetString()!)];

    /// <summary>Number of the newest line of the log.</summary>
    public async Task<long> LogEndAsync() => (await ReadLogAsync(after: 0)).EnumerateArray().Select(line => line.GetProperty("seq").GetInt64()).LastOrDefault();

    /// <summary>How often the scripted faults have struck together.</summary>
    public async Task<int> StrikesAsync() => (await _control.GetFromJsonAsync<JsonElement>(new Uri("/control/faults", UriKind.Relative), Token))
        .EnumerateArray().Sum(fault => fault.GetProperty("struck").GetInt32());

    public async Task<JsonElement> ReadLogAsync(long after) =>
        await _control.GetFromJsonAsync<JsonElement>(new Uri($"/control/log?after={after}", UriKind.Relative), Token);

    public async Task<ExchangeCredentials> OpenAccountAsync(decimal balance)
    {
        var account = await PostAsync("accounts", new { Label = $"test {Guid.NewGuid():N}", Balance = balance });
        return new ExchangeCredentials(account.GetProperty("api_key").GetString()!, account.GetProperty("api_secret").GetString()!);
    }

    public async Task<ExchangeCredentials> OpenWalletAsync(decimal balance)
    {
        var wallet = await PostAsync("accounts", new { Venue = "hyperliquid", Label = $"test {Guid.NewGuid():N}", Balance = balance });
        return new ExchangeCredentials(wallet.GetProperty("address").GetString()!, wallet.GetProperty("agent_private_key").GetString()!);
    }

    public ExchangeAccount Connect(ExchangeCredentials credentials, Exchange exchange = Exchange.Binance) =>
        _services.GetRequiredService<ExchangeClients>().Account(exchange, VenueNetwork.Paper, credentials);

    /// <summary>How often the faults on a path or stream struck.</summary>
    public async Task<int> StruckAsync(string target) => (await _control.GetFromJsonAsync<JsonElement>(new Uri("/control/faults", UriKind.Relative), Token))
        .EnumerateArray().Where(fault => fault.GetProperty("rule").GetRawText().Contains(target, StringComparison.Ordinal)).Sum(fault => fault.GetProperty("struck").GetInt32());

    /// <summary>An order by hand, through the same gate as any.</summary>
    public async Task<Order> OrderAsync(
        ExchangeAccount account, OrderSide side, decimal quantity, decimal? price = null, bool reduceOnly = false, decimal mark = 100_000m,
        InstrumentId? instrument = null)
    {
        var contract = instrument ?? Bitcoin;
        var request = new OrderRequest
        {
            Account = Anybody,
            Instrument = contract,
            Side = side,
            Type = price is null ? OrderType.Market : OrderType.Limit,
            Quantity = quantity,
            Price = price,
            ReduceOnly = reduceOnly,
            ClientOrderId = $"hand-{Guid.NewGuid():N}"[..30],
        };
        var context = new PreTradeContext(await InstrumentAsync(contract), mark, 0, Posture.Normal, null);
        var approved = Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(request, context));
        return Value(await account.Gateway.SendAsync(approved.Order, Token));
    }

    /// <summary>Any order by hand; account and client id are filled in.</summary>
    public async Task<Order> SendAsync(ExchangeAccount account, OrderRequest order, decimal mark)
    {
        var context = new PreTradeContext(await InstrumentAsync(order.Instrument), mark, 0, Posture.Normal, null);
        var check = PreTradeCheck.Check(order with { ClientOrderId = $"hand-{Guid.NewGuid():N}"[..30] }, context);
        return Value(await account.Gateway.SendAsync(Assert.IsType<PreTradeResult.Approved>(check).Order, Token));
    }

    /// <summary>A market order by hand for one leg in hedge mode.</summary>
    public Task<Order> TakeAsync(ExchangeAccount account, OrderSide side, decimal quantity, PositionSide leg, decimal mark = 10_000m) => SendAsync(
        account,
        new OrderRequest { Account = Anybody, Instrument = Bitcoin, Side = side, PositionSide = leg, Quantity = quantity, ClientOrderId = "" },
        mark);

    /// <summary>Takes the trader's, or the venue's, hand to every conditional order.</summary>
    public async Task CancelStopsAsync(ExchangeAccount account) => Value(await account.Gateway.CancelAllAsync(Bitcoin, conditional: true, Token));

    /// <summary>The venue takes the newest stop away by itself.</summary>
    public Task WithdrawStopAsync() => ControlAsync("faults", new { Kind = "withdraw", Path = "/fapi/v1/algoOrder" });

    /// <summary>Buys what no single order may, in pieces that take what stands near the price.</summary>
    public async Task BuyAsync(ExchangeAccount account, decimal quantity, decimal mark)
    {
        for (var left = quantity; left > 0; left -= LargestByHand)
        {
            await OrderAsync(account, OrderSide.Buy, Math.Min(left, LargestByHand), price: mark * 1.019m, mark: mark);
        }
    }

    /// <summary>An ordinary order by its client id; null when the venue does not know it.</summary>
    public async Task<Order?> FindAsync(ExchangeAccount account, string clientOrderId) =>
        Value(await account.Gateway.FindAsync(Bitcoin, clientOrderId, conditional: false, Token));

    /// <summary>A stop over the position, or over as much of it as one market order may take.</summary>
    public async Task ProtectAsync(ExchangeAccount account, decimal stopLoss)
    {
        var instrument = await InstrumentAsync(Bitcoin);
        var position = Assert.Single(await PositionsAsync(account));
        position = position with { Quantity = Math.Min(position.Quantity, instrument.MaxMarketQuantity) };
        var plan = ProtectionPlanner.Plan(new ProtectionRequest
        {
            PlanId = Guid.NewGuid(),
            Account = Anybody,
            Instrument = instrument,
            Position = position,
            OpenOrders = [],
            Mark = position.MarkPrice,
            StopLoss = stopLoss,
        });
        Value(await account.Gateway.SendAsync(Assert.Single(plan.Send), Token));
    }

    public async Task<ImmutableArray<Position>> PositionsAsync(ExchangeAccount account, InstrumentId? instrument = null) =>
        [.. Value(await account.Gateway.ReadPositionsAsync(instrument ?? Bitcoin, Token)).Where(position => position.Quantity != 0)];

    public async Task<ImmutableArray<Order>> OpenOrdersAsync(ExchangeAccount account) =>
        Value(await account.Gateway.ReadOpenOrdersAsync(Bitcoin, Token));

    public async Task<ImmutableArray<Fill>> FillsAsync(ExchangeAccount account, InstrumentId? instrument = null) =>
        Value(await account.Feed.ReadFillsAsync(instrument ?? Bitcoin, DateTimeOffset.UtcNow.AddHours(-1), Token));

    public async Task<Instrument> InstrumentAsync(InstrumentId contract)
    {
        if (!_instruments.ContainsKey(contract))
        {
            var feed = _services.GetRequiredService<ExchangeClients>().MarketFeed(contract.Exchange, VenueNetwork.Paper);
            foreach (var listed in await feed.LoadInstrumentsAsync(Token))
            {
                _instruments[listed.Id] = listed;
            }
        }

        return _instruments[contract];
    }

    public async Task<decimal> WalletAsync(ExchangeAccount account) => Value(await account.Feed.ReadSnapshotAsync(Token)).Balance.WalletBalance;

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _services.DisposeAsync();
        await _process.DisposeAsync();
    }

    private static T Value<T>(ExchangeOutcome<T> outcome)
    {
        Assert.True(outcome is ExchangeOutcome<T>.Accepted, $"{outcome}");
        return ((ExchangeOutcome<T>.Accepted)outcome).Value;
    }

    private async Task JumpAsync(DateTimeOffset to)
    {
        await PostAsync("jump", new { To = to });
        _marketAt = to;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _control.PostAsJsonAsync(new Uri($"/control/{path}", UriKind.Relative), body, Lenient, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
