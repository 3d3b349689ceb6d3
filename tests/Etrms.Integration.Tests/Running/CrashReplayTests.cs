using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Etrms.Contracts;
using Etrms.Domain.Risk.Measures.Crash;

namespace Etrms.Integration.Tests.Running;

/// <summary>The crash of October 2025 from candles that the trader stored (RISK 4A).</summary>
[Collection(nameof(RunningSystem))]
public sealed class CrashReplayTests(RunningSystem system)
{
    private const string Stored = "AVAXUSDT";
    private const string Missing = "DOGEUSDT";

    [Fact]
    public async Task Stored_candles_of_the_days_are_replayed_over_what_is_held_and_missing_ones_are_named()
    {
        await ImportAsync(Stored);
        var key = await system.Venue.CreateAccountAsync(10_000);
        await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "October"));

        await system.Venue.OrderAsync(key, Stored, "BUY", 10);
        var stored = await ReplayAsync(stress => !$"{stress.Reason}".Contains(Stored, StringComparison.Ordinal));
        await system.Venue.OrderAsync(key, Missing, "BUY", 1_000);
        var lacking = await ReplayAsync(stress => $"{stress.Reason}".Contains(Missing, StringComparison.Ordinal));

        Assert.True(stored.Profit is < 0 || stored.Reason!.Contains("without that the rest comes to -", StringComparison.Ordinal), $"{stored}");
        Assert.Null(lacking.Profit);
        Assert.Null(lacking.EquityAfter);
        Assert.Contains($"no candles of 10 and 11 October 2025 for Binance:{Missing}", lacking.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Stored, lacking.Reason, StringComparison.Ordinal);
    }

    /// <summary>Once the position is among what is measured.</summary>
    private Task<StressView> ReplayAsync(Func<StressView, bool> isExpected) => Eventually.GetAsync("the crash is replayed", async _ =>
        await system.Trader.GetAsync<RiskMeasuresView>("/risk/measures") is { } measures && measures.Exposures.Any(coin => coin.Underlying == "AVAX")
            && measures.Stresses.FirstOrDefault(stress => stress.Name == CrashReplay.Name) is { } found && isExpected(found) ? found : null, TimeSpan.FromSeconds(30));

    /// <summary>Hours of both days: a fall by 40 % in one of them.</summary>
    private async Task ImportAsync(string symbol)
    {
        var lines = Enumerable.Range(0, 48).Select(hour => string.Create(
            CultureInfo.InvariantCulture, $"{(CrashPath.Days.Start.AddHours(hour)).ToUnixTimeMilliseconds()},30,31,{(hour == 21 ? 18 : 29)},30,100"));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', ["open_time_ms,open,high,low,close,volume", .. lines])), TestContext.Current.CancellationToken);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/data/imports?exchange=binance&symbol={symbol}&kind=perpetual&timeframe=1h")
        {
            Content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/gzip") } },
        };
        using var answer = await system.Trader.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
