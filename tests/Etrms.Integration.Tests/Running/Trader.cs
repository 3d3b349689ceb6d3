using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.Running;

/// <summary>A signed-in user of the Api.</summary>
public sealed class Trader : IDisposable
{
    private readonly HttpClient _http;

    private Trader(HttpClient http) => _http = http;

    public Uri Api => _http.BaseAddress!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Trader> SetUpAsync(Uri api, SetupRequest request)
    {
        var http = new HttpClient { BaseAddress = api };
        using var answer = await http.PostAsJsonAsync("/api/v1/setup", request, EtrmsJson.Options);
        var tokens = await ReadAsync<TokenView>(answer, HttpStatusCode.Created);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return new Trader(http);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, Cancellation);

    public async Task<T> GetAsync<T>(string path)
    {
        using var answer = await _http.GetAsync($"/api/v1{path}", Cancellation);
        return await ReadAsync<T>(answer, HttpStatusCode.OK);
    }

    public Task<T> PostAsync<T>(string path, object body, HttpStatusCode expected = HttpStatusCode.OK) => SendAsync<T>(HttpMethod.Post, path, body, expected);

    public Task<T> ConnectAsync<T>(CreateAccountRequest request, HttpStatusCode expected = HttpStatusCode.Created) =>
        AskTheVenueAsync<T>("/accounts", request, expected);

    /// <summary>
    /// For what has the venue asked about a key. A minute has only so much request weight, of which the rest is kept for protective calls:
    /// told to try again in a minute, this does.
    /// </summary>
    public async Task<T> AskTheVenueAsync<T>(string path, object? body, HttpStatusCode expected)
    {
        var answer = await Eventually.GetAsync(
            "the venue has weight to spare",
            async token =>
            {
                using var sent = await _http.PostAsJsonAsync($"/api/v1{path}", body, EtrmsJson.Options, token);
                var text = await sent.Content.ReadAsStringAsync(token);
                return text.Contains("Try again in a minute", StringComparison.Ordinal) ? null : new Answer(sent.StatusCode, text);
            },
            Eventually.NextMinute);
        Assert.True(answer.Status == expected, $"POST {path} answered {(int)answer.Status}, not {(int)expected}: {answer.Text}");
        return System.Text.Json.JsonSerializer.Deserialize<T>(answer.Text, EtrmsJson.Options)!;
    }

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1{path}")
        {
            Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: EtrmsJson.Options),
        };
        using var answer = await _http.SendAsync(request, Cancellation);
        return await ReadAsync<T>(answer, expected);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == expected, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery} answered {(int)answer.StatusCode}, not {(int)expected}: {text}");
        return System.Text.Json.JsonSerializer.Deserialize<T>(text, EtrmsJson.Options)!;
    }

    private sealed record Answer(HttpStatusCode Status, string Text);
}
