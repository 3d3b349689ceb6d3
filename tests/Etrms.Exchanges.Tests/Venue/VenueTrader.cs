using System.Globalization;
using System.Net;
using System.Text.Json;
using Etrms.Venue.Binance.Keys;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>What a call came back with.</summary>
internal sealed record VenueAnswer(HttpStatusCode Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public int Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number ? code.GetInt32() : 0;

    public string Text(string name) => Body.GetProperty(name).GetString()!;
}

/// <summary>Calls the venue with the key of one account.</summary>
internal sealed class VenueTrader(PaperVenue venue, string apiKey, string apiSecret)
{
    public string ApiKey => apiKey;

    public ExchangeCredentials Credentials => new(apiKey, apiSecret);

    public Task<VenueAnswer> GetAsync(string path, string query = "") => SendAsync("GET", path, query);

    public Task<VenueAnswer> PostAsync(string path, string query = "") => SendAsync("POST", path, query);

    public Task<VenueAnswer> PutAsync(string path, string query = "") => SendAsync("PUT", path, query);

    public Task<VenueAnswer> DeleteAsync(string path, string query = "") => SendAsync("DELETE", path, query);

    /// <summary>Places an order and expects it to be taken.</summary>
    public async Task<VenueAnswer> OrderAsync(string query)
    {
        var answer = await PostAsync("/fapi/v1/order", query + "&newOrderRespType=RESULT");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body.ToString());
        return answer;
    }

    /// <summary>The signed position in a contract; 0 when there is none.</summary>
    public async Task<decimal> PositionAsync(string symbol)
    {
        var positions = await GetAsync("/fapi/v3/positionRisk", $"symbol={symbol}");
        return positions.Body.EnumerateArray().Sum(position => decimal.Parse(position.GetProperty("positionAmt").GetString()!, CultureInfo.InvariantCulture));
    }

    public async Task<string> ListenKeyAsync() => (await SendRawAsync("POST", "/fapi/v1/listenKey", "")).Text("listenKey");

    /// <summary>Signs and sends; the timestamp is the venue's own time unless the query has one.</summary>
    public Task<VenueAnswer> SendAsync(string method, string path, string query)
    {
        var stamped = query.Contains("timestamp=", StringComparison.Ordinal) ? query : Join(query, $"timestamp={venue.Clock.GetUtcNow().ToUnixTimeMilliseconds()}");
        return SendRawAsync(method, path, Join(stamped, $"signature={Signatures.Sign(apiSecret, stamped)}"));
    }

    /// <summary>Sends a query as it is.</summary>
    public async Task<VenueAnswer> SendRawAsync(string method, string path, string query)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), query.Length == 0 ? path : $"{path}?{query}");
        request.Headers.Add("X-MBX-APIKEY", apiKey);
        using var answer = await venue.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new VenueAnswer(
            answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(text),
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    private static string Join(string text, string parameter) => text.Length == 0 ? parameter : $"{text}&{parameter}";
}
