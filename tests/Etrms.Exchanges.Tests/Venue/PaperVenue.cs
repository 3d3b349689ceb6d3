using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Etrms.Venue;
using Etrms.Venue.Binance;
using Etrms.Venue.Control;
using Etrms.Venue.Hyperliquid;
using Etrms.Venue.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>The whole venue in this process, on a free port, with a paused made-up market.</summary>
public class PaperVenue : IAsyncLifetime
{
    private WebApplication? _app;

    internal ShiftedClock Clock { get; } = new();

    internal HttpClient Http { get; } = new();

    internal Uri Address => Http.BaseAddress!;

    /// <summary>Settings beyond the standard ones.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Venue:Symbols"] = "BTCUSDT,ETHUSDT",
            ["ETRMS_MARKET_DATA"] = "",
            ["Venue:FetchHistory"] = "false",
            ["Venue:Limits:WeightPerMinute"] = "1000000",
            ["Venue:Limits:OrdersPerTenSeconds"] = "100000",
            ["Venue:Limits:OrdersPerMinute"] = "100000",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddVenueMarket();
        builder.AddBinance();
        builder.AddHyperliquid();
        builder.AddControl();
        _app = builder.Build();
        _app.UseControlGuard();
        _app.MapBinance();
        _app.MapHyperliquid();
        _app.MapControl();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Http.BaseAddress = new Uri(addresses.Single());
        await ControlAsync("pause", new { });
    }

    /// <summary>Ends the venue as a host does, its state kept.</summary>
    internal Task StopAsync() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A fresh account.</summary>
    internal async Task<VenueTrader> OpenAccountAsync(decimal balance = 100_000m, bool canWithdraw = false)
    {
        var created = await ControlAsync("accounts", new { label = "test", balance, can_withdraw = canWithdraw });
        return new VenueTrader(this, created.GetProperty("api_key").GetString()!, created.GetProperty("api_secret").GetString()!);
    }

    /// <summary>Posts to a control path and expects success.</summary>
    internal async Task<JsonElement> ControlAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync($"/control/{path}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    internal Task<JsonElement> MovePriceAsync(string symbol, decimal price) => ControlAsync("price", new { venue = "binance", symbol, price = price.ToString() });

    /// <summary>Sends a text as it is.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> SendTextAsync(HttpMethod method, string path, string body = "", string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.Add("X-MBX-APIKEY", "testkey");
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>How often an order with this client id reached the venue.</summary>
    internal async Task<int> OrdersReceivedAsync(string clientId) => (await GetAsync("/control/log")).EnumerateArray()
        .Count(line => line.TryGetProperty("client_id", out var id) && id.GetString() == clientId);

    /// <summary>How often the scripted faults struck.</summary>
    internal async Task<int> FaultsStruckAsync() => (await GetAsync("/control/faults")).EnumerateArray().Sum(fault => fault.GetProperty("struck").GetInt32());

    internal async Task<JsonElement> GetAsync(string pathAndQuery)
    {
        using var answer = await Http.GetAsync(new Uri(pathAndQuery, UriKind.Relative));
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }
}
