using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.AppHost.Local;
using Etrms.Benchmarks.Latency;
using Etrms.Contracts;
using Etrms.Domain.Market;

namespace Etrms.Benchmarks;

/// <summary>
/// The whole system over a replay at sixty times life: one account on each of two venues, twenty contracts of each analysed. What the worker's
/// process takes is counted whole: feeds, guard, analysis, storing and telling.
/// </summary>
internal sealed class LiveMarketsBenchmark : IBenchmark
{
    private const string SetupToken = "one-time-token-of-the-benchmark";
    private const int ContractsPerVenue = 20;
    private const int Pace = 60;
    private const int DefaultSeconds = 120;

    private static readonly TimeSpan BeginsWithin = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private static readonly string[] Coins =
    [
        "BTC", "ETH", "SOL", "BNB", "XRP", "ADA", "LINK", "DOGE", "AVAX", "LTC", "BCH", "DOT", "NEAR", "UNI", "ATOM", "APT", "ARB", "OP", "SUI", "INJ",
    ];

    public string Name => "live-markets";

    public string Description => "the worker's process over a replay of 2 venues x 20 contracts at 60 times the pace of life; argument: seconds to measure (120)";

    public async Task<int> RunAsync(string[] arguments)
    {
        var seconds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultSeconds;
        var folder = Path.Combine(Path.GetTempPath(), $"etrms-live-markets-{Guid.NewGuid():N}");
        await using var system = await StartAsync(folder);
        BenchTrader? trader = null;
        try
        {
            trader = await BenchTrader.SetUpAsync(system.GetEndpoint("api"), SetupToken);
            await ConnectAsync(system, trader);
            await Waiting.UntilAsync("every contract is known", async () => await KnownAsync(trader) == 2 * ContractsPerVenue, BeginsWithin);
            await Task.Delay(Settling);
            return await MeasureAsync(system, trader, seconds);
        }
        catch (TimeoutException)
        {
            await ReportUnknownAsync(trader!);
            return 1;
        }
        finally
        {
            trader?.Dispose();
            await system.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<DistributedApplication> StartAsync(string folder)
    {
        var builder = DistributedApplicationTestingBuilder.Create($"--ETRMS_STATE={folder}", $"--Parameters:setup-token={SetupToken}");
        builder.CreateResourceBuilder<ProjectResource>("api")
            .WithEnvironment("Api__RateLimit__Burst", "100000").WithEnvironment("Api__RateLimit__PerSecond", "100000")
            .WithEnvironment("ETRMS_ADMIN_PASSWORD", "").WithEnvironment("ETRMS_DEMO", "");
        builder.CreateResourceBuilder<ProjectResource>("workers").WithEnvironment("Analysis__Coins", string.Join(',', Coins));
        builder.CreateResourceBuilder<ProjectResource>("venue").WithEnvironment("ETRMS_MARKET_DATA", "")
            // On the hour: one in which made-up prices begin later has no whole candle, which makes its series begin anew.
            .WithEnvironment("Venue__StartAt", "2026-01-05T00:00:00Z")
            .WithEnvironment("Venue__Symbols", string.Join(',', Coins.Select(coin => coin + "USDT")))
            .WithEnvironment("Venue__Speed", Pace.ToString(CultureInfo.InvariantCulture));
        var system = builder.Build();
        await system.StartAsync();
        return system;
    }

    private static async Task ConnectAsync(DistributedApplication system, BenchTrader trader)
    {
        using var venue = system.CreateHttpClient("venue");
        var key = await OpenAsync(venue, "binance");
        await trader.PostAsync("/accounts", new CreateAccountRequest
        {
            Name = "On Binance",
            Exchange = Exchange.Binance,
            Network = AccountNetwork.Paper,
            ApiKey = key.GetProperty("api_key").GetString()!,
            ApiSecret = key.GetProperty("api_secret").GetString()!,
        });
        var wallet = await OpenAsync(venue, "hyperliquid");
        await trader.PostAsync("/accounts", new CreateAccountRequest
        {
            Name = "On Hyperliquid",
            Exchange = Exchange.Hyperliquid,
            Network = AccountNetwork.Paper,
            ApiKey = wallet.GetProperty("address").GetString()!,
            ApiSecret = wallet.GetProperty("agent_private_key").GetString()!,
        });
    }

    private static async Task<JsonElement> OpenAsync(HttpClient venue, string exchange)
    {
        using var answer = await venue.PostAsJsonAsync("/control/accounts", new { venue = exchange, label = "markets", balance = 100_000m }, EtrmsJson.Options);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<int> MeasureAsync(DistributedApplication system, BenchTrader trader, int seconds)
    {
        using var worker = Process.GetProcessById(system.GetProcessId("workers"));
        using var venue = Process.GetProcessById(system.GetProcessId("venue"));
        var (from, workerFrom, venueFrom) = (Stopwatch.GetTimestamp(), worker.TotalProcessorTime, venue.TotalProcessorTime);
        var leastKnown = int.MaxValue;
        while (Stopwatch.GetElapsedTime(from).TotalSeconds < seconds)
        {
            await Task.Delay(LookEvery);
            leastKnown = Math.Min(leastKnown, await KnownAsync(trader));
        }

        worker.Refresh();
        venue.Refresh();
        var wall = Stopwatch.GetElapsedTime(from);
        var share = (worker.TotalProcessorTime - workerFrom) / wall;
        Console.WriteLine($"worker               {share:P1} of a core over {wall.TotalSeconds:N0} s, {worker.WorkingSet64 >> 20} MB; the venue beside it {(venue.TotalProcessorTime - venueFrom) / wall:P1}");
        Console.WriteLine($"known                {leastKnown} of {2 * ContractsPerVenue} contracts at the worst of the looks, state and book both fresh");
        var passes = share <= 1 && leastKnown == 2 * ContractsPerVenue;
        Console.WriteLine($"{(passes ? "PASS" : "FAIL")}: within one core, and no contract unknown");
        return passes ? 0 : 1;
    }

    private static async Task ReportUnknownAsync(BenchTrader trader)
    {
        var view = (await trader.GetAsync("/market")).Deserialize<MarketAnalysisView>(EtrmsJson.Options)!;
        foreach (var contract in view.Contracts.Where(contract => !IsKnown(contract)))
        {
            Console.WriteLine($"unknown              {contract.Exchange} {contract.Symbol}: {contract.Reason}; book of {contract.Liquidity.At:T}, candles to {string.Join(", ", contract.Regimes.Select(regime => $"{regime.EndAt:g}"))}");
        }

        Console.WriteLine($"FAIL: {view.Contracts.Count(IsKnown)} of {2 * ContractsPerVenue} contracts were known after {BeginsWithin.TotalMinutes} minutes");
    }

    private static bool IsKnown(ContractMarketView contract) =>
        contract.Liquidity.At is not null && contract.Regimes.All(regime => regime.State is not null);

    /// <summary>Contracts of which state and book are known; both turn unknown when the worker falls behind.</summary>
    private static async Task<int> KnownAsync(BenchTrader trader)
    {
        try
        {
            var view = (await trader.GetAsync("/market")).Deserialize<MarketAnalysisView>(EtrmsJson.Options)!;
            return view.Contracts.Count(IsKnown);
        }
        catch (InvalidOperationException)
        {
            // Nothing has been published yet.
            return 0;
        }
    }
}
