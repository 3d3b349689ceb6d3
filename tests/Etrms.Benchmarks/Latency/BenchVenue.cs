using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Benchmarks.Latency;

/// <summary>A line of the venue's wire log.</summary>
internal sealed record WireLine(long Seq, string Kind, DateTimeOffset At, string? Symbol, decimal? Price);

/// <summary>The paper venue from outside: its price, its log, and a trader's own market orders.</summary>
internal sealed class BenchVenue(HttpClient http, string apiKey, string apiSecret) : IDisposable
{
    public const string Symbol = "BTCUSDT";

    private long _lastSeq;

    public string ApiKey => apiKey;

    public string ApiSecret => apiSecret;

    public static async Task<BenchVenue> OpenAsync(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        var account = await ReadAsync(await http.PostAsJsonAsync("/control/accounts", new { label = "latency", balance = 1_000_000m }, EtrmsJson.Options));
        return new BenchVenue(http, account.GetProperty("api_key").GetString()!, account.GetProperty("api_secret").GetString()!);
    }

    public async Task SetPriceAsync(decimal price) =>
        await ReadAsync(await http.PostAsJsonAsync("/control/price", new { venue = "binance", symbol = Symbol, price }, EtrmsJson.Options));

    public async Task BuyAsync(string symbol, decimal quantity)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"symbol={symbol}&side=BUY&type=MARKET&quantity={quantity}&recvWindow=10000&timestamp={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(apiSecret), Encoding.UTF8.GetBytes(query)));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/fapi/v1/order?{query}&signature={signature}");
        request.Headers.Add("X-MBX-APIKEY", apiKey);
        await ReadAsync(await http.SendAsync(request));
    }

    public async Task<decimal> ReadMarkAsync(string symbol) =>
        Number((await http.GetFromJsonAsync<JsonElement>($"/fapi/v1/premiumIndex?symbol={symbol}")).GetProperty("markPrice"));

    /// <summary>Lets the price take these values at these times from now on.</summary>
    public async Task PlayAsync(string symbol, IEnumerable<(int AfterMs, decimal Price)> path)
    {
        var points = path.Select(point => new { after_ms = point.AfterMs, price = point.Price });
        await ReadAsync(await http.PostAsJsonAsync("/control/path", new { venue = "binance", symbol, points }, EtrmsJson.Options));
    }

    public async Task<long> LastLineAsync()
    {
        await ReadLogAsync(_lastSeq);
        return _lastSeq;
    }

    public async Task<IReadOnlyList<WireLine>> ReadLogAsync(long after)
    {
        var log = await http.GetFromJsonAsync<JsonElement>($"/control/log?after={after}");
        WireLine[] lines = [.. log.EnumerateArray().Select(ReadLine)];
        _lastSeq = lines.Length > 0 ? lines[^1].Seq : _lastSeq;
        return lines;
    }

    public void Dispose() => http.Dispose();

    private static WireLine ReadLine(JsonElement line) => new(
        line.GetProperty("seq").GetInt64(),
        line.GetProperty("kind").GetString()!,
        DateTimeOffset.UnixEpoch.AddMicroseconds(line.GetProperty("at_micros").GetInt64()),
        line.TryGetProperty("symbol", out var symbol) ? symbol.GetString() : null,
        line.TryGetProperty("price", out var price) && price.ValueKind != JsonValueKind.Null ? Number(price) : null);

    private static decimal Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDecimal();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"The venue answered {(int)answer.StatusCode}: {text}");
        }
    }
}
