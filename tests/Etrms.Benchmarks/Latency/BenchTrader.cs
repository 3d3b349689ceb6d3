using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Benchmarks.Latency;

/// <summary>A signed-in user of the Api.</summary>
internal sealed class BenchTrader(HttpClient http) : IDisposable
{
    public Uri Api => http.BaseAddress!;

    public static async Task<BenchTrader> SetUpAsync(Uri api, string setupToken)
    {
        var http = new HttpClient { BaseAddress = api };
        var trader = new BenchTrader(http);
        var tokens = await trader.PostAsync("/setup", new SetupRequest { Token = setupToken, UserName = "trader", Password = "a passphrase for one run" });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        return trader;
    }

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await http.GetAsync($"/api/v1{path}"));

    public async Task<JsonElement> PostAsync<T>(string path, T body) => await ReadAsync(await http.PostAsJsonAsync($"/api/v1{path}", body, EtrmsJson.Options));

    /// <summary>Sends a packed file.</summary>
    public async Task UploadAsync(string path, byte[] file)
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        await ReadAsync(await http.PostAsync($"/api/v1{path}", body));
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? JsonElement.Parse(text)
                : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri!.PathAndQuery} answered {(int)answer.StatusCode}: {text}");
        }
    }
}
