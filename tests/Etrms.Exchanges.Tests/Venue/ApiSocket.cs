using System.Text.Json;
using Etrms.Venue.Binance.Keys;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Speaks the WebSocket API with the key of one account.</summary>
internal sealed class ApiSocket(VenueSocket socket, PaperVenue venue, VenueTrader trader) : IAsyncDisposable
{
    private int _lastId;

    public VenueSocket Socket => socket;

    public static async Task<ApiSocket> OpenAsync(PaperVenue venue, VenueTrader trader, string query = "") =>
        new(await VenueSocket.OpenAsync(venue, "/ws-fapi/v1" + query), venue, trader);

    /// <summary>Signs the parameters and waits for the answer.</summary>
    public Task<JsonElement> SignedAsync(string method, params (string Name, object Value)[] parameters)
    {
        var all = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["apiKey"] = trader.ApiKey,
            ["timestamp"] = venue.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }

        all["signature"] = Signatures.Sign(trader.Credentials.ApiSecret, string.Join('&', all.Select(pair => $"{pair.Key}={pair.Value}")));
        return SendAsync(method, all);
    }

    /// <summary>Sends the parameters as they are.</summary>
    public Task<JsonElement> SendAsync(string method, object parameters)
    {
        var id = ++_lastId;
        return AnswerAsync(JsonSerializer.Serialize(new { id, method, @params = parameters }), id);
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async Task<JsonElement> AnswerAsync(string request, int id)
    {
        await socket.SendAsync(request);
        return await socket.WaitForAsync(message => message.TryGetProperty("id", out var given) && given.ValueKind == JsonValueKind.Number && given.GetInt32() == id);
    }
}
