using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Etrms.EndToEnd.Tests;

/// <summary>Made-up history for backtests, imported as a trader would import a recorded file.</summary>
internal static class StoredCandles
{
    public static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Hourly candles of a market that swings around a rising price, so that averages cross and drawdowns happen.</summary>
    public static async Task ImportAsync(EtrmsSystem system, string symbol, int hours)
    {
        using var api = system.Application.CreateHttpClient("api");
        using var login = await api.PostAsJsonAsync(
            new Uri("/api/v1/auth/login", UriKind.Relative), new { user_name = EtrmsSystem.UserName, password = EtrmsSystem.Password }, TestContext.Current.CancellationToken);
        login.EnsureSuccessStatusCode();
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString();
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var file = new ByteArrayContent(Pack(Rows(hours)));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        using var answer = await api.PostAsync(
            new Uri($"/api/v1/data/imports?exchange=binance&symbol={symbol}&kind=perpetual&timeframe=1h", UriKind.Relative), file, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static string Rows(int hours)
    {
        var text = new StringBuilder("open_time_ms,open,high,low,close,volume\n");
        var open = Price(0);
        for (var hour = 0; hour < hours; hour++)
        {
            var close = Price(hour + 1);
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{From.AddHours(hour).ToUnixTimeMilliseconds()},{open},{Math.Max(open, close) + 5},{Math.Min(open, close) - 5},{close},12.5"));
            open = close;
        }

        return text.ToString();
    }

    /// <summary>Two waves of different length over a slow rise.</summary>
    private static decimal Price(int hour) =>
        Math.Round((decimal)(40_000 + (2 * hour) + (3_000 * Math.Sin(hour / 60.0)) + (900 * Math.Sin(hour / 11.0))), 1);

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
        }

        return packed.ToArray();
    }
}
