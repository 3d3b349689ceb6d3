using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Etrms.Integration.Tests.Running;

public sealed record PaperKey(string ApiKey, string ApiSecret);

/// <summary>The paper venue from outside: its control API, and trading by hand as somebody who knows only Binance's protocol.</summary>
public sealed class PaperVenue(Uri address) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http = new() { BaseAddress = address };

    public Uri Address => address;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<JsonElement> ControlAsync(string what, object body) => ReadAsync(new HttpRequestMessage(HttpMethod.Post, $"/control/{what}") { Content = JsonContent.Create(body, options: Json) });

    /// <summary>Mark and book follow at once.</summary>
    public Task SetPriceAsync(string symbol, decimal price) =>
        ControlAsync("price", new { venue = "binance", symbol, price = price.ToString(CultureInfo.InvariantCulture) });

    public async Task<PaperKey> CreateAccountAsync(decimal balance, bool canWithdraw = false)
    {
        var account = await ControlAsync("accounts", new { label = $"test {Guid.NewGuid():N}", balance, can_withdraw = canWithdraw });
        return new PaperKey(account.GetProperty("api_key").GetString()!, account.GetProperty("api_secret").GetString()!);
    }

    /// <summary>A wallet on the venue's Hyperliquid side: its address and the key of an approved agent.</summary>
    public async Task<PaperKey> CreateWalletAsync(decimal balance)
    {
        var wallet = await ControlAsync("accounts", new { venue = "hyperliquid", label = $"test {Guid.NewGuid():N}", balance });
        return new PaperKey(wallet.GetProperty("address").GetString()!, wallet.GetProperty("agent_private_key").GetString()!);
    }

    public Task<JsonElement> OrderAsync(PaperKey key, string symbol, string side, decimal quantity) =>
        SignedAsync(key, HttpMethod.Post, "/fapi/v1/order", $"symbol={symbol}&side={side}&type=MARKET&quantity={quantity.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Signed quantity of the one-way position; 0 when flat.</summary>
    public async Task<decimal> PositionAsync(PaperKey key, string symbol)
    {
        var positions = await SignedAsync(key, HttpMethod.Get, "/fapi/v3/positionRisk", $"symbol={symbol}");
        return positions.EnumerateArray().Sum(position => decimal.Parse(position.GetProperty("positionAmt").GetString()!, CultureInfo.InvariantCulture));
    }

    public async Task<IReadOnlyList<JsonElement>> OrdersAsync(PaperKey key, string symbol) =>
        [.. (await SignedAsync(key, HttpMethod.Get, "/fapi/v1/allOrders", $"symbol={symbol}")).EnumerateArray()];

    public async Task<IReadOnlyList<JsonElement>> FillsAsync(PaperKey key, string symbol) =>
        [.. (await SignedAsync(key, HttpMethod.Get, "/fapi/v1/userTrades", $"symbol={symbol}")).EnumerateArray()];

    public async Task<JsonElement> SignedAsync(PaperKey key, HttpMethod method, string path, string query)
    {
        var stamped = $"{query}&recvWindow=10000&timestamp={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.ApiSecret), Encoding.UTF8.GetBytes(stamped)));
        var request = new HttpRequestMessage(method, $"{path}?{stamped}&signature={signature}");
        request.Headers.Add("X-MBX-APIKEY", key.ApiKey);
        return await ReadAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> ReadAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{request.Method} {request.RequestUri!.OriginalString} answered {(int)answer.StatusCode}: {text}");
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }
    }
}
