using System.Diagnostics;
using System.Text.Json;
using Etrms.AppHost.Local;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Benchmarks.Latency;

/// <summary>
/// The whole system, one account, and one breaker on the value of its position in one contract whose market stands still. Positions in all the
/// others make the worker watch them too; their prices move.
/// </summary>
internal sealed class LatencyBed : IAsyncDisposable
{
    private const string SetupToken = "one-time-token-of-the-benchmark";
    private const decimal Calm = 100_000m;
    private const decimal Broken = 101_000m;
    private const decimal Limit = 100_500m;

    /// <summary>Some of everything else that the venue lists.</summary>
    private static readonly (string Symbol, decimal Quantity)[] Others =
    [
        ("ETHUSDT", 1), ("SOLUSDT", 10), ("BNBUSDT", 5), ("ADAUSDT", 1_000), ("LINKUSDT", 100), ("DOGEUSDT", 10_000), ("AVAXUSDT", 100),
    ];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"etrms-latency-{Guid.NewGuid():N}");
    private DistributedApplication _system = null!;
    private BenchVenue _venue = null!;
    private BenchTrader _trader = null!;
    private AlertSocket _alerts = null!;
    private MarketLoad _load = null!;
    private (long Line, long At) _countedFrom;
    private Guid _account;
    private Guid _breaker;

    private LatencyBed()
    {
    }

    /// <param name="load">Market messages per second for the worker.</param>
    public static async Task<LatencyBed> StartAsync(int load)
    {
        var bed = new LatencyBed();
        try
        {
            await bed.StartSystemAsync();
            await bed.ConnectAsync();
            await bed.LoadAsync(load);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the position below the limit, moves the price over it, and reads from the venue's log what happened when.</summary>
    public async Task<Trip> TripAsync()
    {
        await _venue.BuyAsync(BenchVenue.Symbol, 1);
        await Waiting.UntilAsync("the worker sees the position", async () => await IsOpenAsync() && await StatusAsync() == BreakerStatus.Armed);
        var before = await _venue.LastLineAsync();

        await _venue.SetPriceAsync(Broken);
        var alertedAt = await _alerts.NextTripAsync(_breaker);
        await Waiting.UntilAsync("the breaker is latched", async () => await StatusAsync() == BreakerStatus.Latched);

        // Latched means that the target was read back from the venue; the look at it comes up to a pause later.
        var trip = await ReadAsync(before, alertedAt, TimeProvider.System.GetUtcNow());

        // Calm again long before the next position: it must not meet the broken price.
        await _venue.SetPriceAsync(Calm);
        await Waiting.UntilAsync("the worker sees it flat", async () => !await IsOpenAsync());
        await _trader.PostAsync($"/circuit-breakers/{_breaker}/resume", new ResumeBreakerRequest { Reason = "the next trip", Rebase = RebaseMode.KeepPeak });
        return trip;
    }

    /// <summary>Gives the worker something to compute beside.</summary>
    public Task<BesideGrid> ComputeBesideAsync() => BesideGrid.StartAsync(_trader);

    /// <summary>The load is counted from here on.</summary>
    public async Task BeginCountingAsync() => _countedFrom = (await _venue.LastLineAsync(), Stopwatch.GetTimestamp());

    /// <summary>Frames that the venue wrote since, nearly all of them prices.</summary>
    public async Task<double> MessagesPerSecondAsync() =>
        (await _venue.LastLineAsync() - _countedFrom.Line) / Stopwatch.GetElapsedTime(_countedFrom.At).TotalSeconds;

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        if (_alerts is not null)
        {
            await _alerts.DisposeAsync();
        }

        _trader?.Dispose();
        _venue?.Dispose();
        await _system.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StartSystemAsync()
    {
        var builder = DistributedApplicationTestingBuilder.Create($"--ETRMS_STATE={_folder}", $"--Parameters:setup-token={SetupToken}");
        builder.CreateResourceBuilder<ProjectResource>("api")
            .WithEnvironment("Api__RateLimit__Burst", "100000").WithEnvironment("Api__RateLimit__PerSecond", "100000")
            .WithEnvironment("ETRMS_ADMIN_PASSWORD", "").WithEnvironment("ETRMS_DEMO", "");
        // Trips follow each other faster than an exchange's request limits allow; the client adopts the limits that the venue announces.
        builder.CreateResourceBuilder<ProjectResource>("venue")
            .WithEnvironment("ETRMS_MARKET_DATA", "").WithEnvironment("Venue__Limits__WeightPerMinute", "1000000");
        _system = builder.Build();
        await _system.StartAsync();
    }

    private async Task ConnectAsync()
    {
        _trader = await BenchTrader.SetUpAsync(_system.GetEndpoint("api"), SetupToken);
        _venue = await BenchVenue.OpenAsync(_system.GetEndpoint("venue"));
        await _venue.SetPriceAsync(Calm);
        _account = (await _trader.PostAsync("/accounts", new CreateAccountRequest
        {
            Name = "Latency",
            Exchange = Exchange.Binance,
            Network = AccountNetwork.Paper,
            ApiKey = _venue.ApiKey,
            ApiSecret = _venue.ApiSecret,
        })).GetProperty("id").GetGuid();
        _breaker = (await _trader.PostAsync("/circuit-breakers", new BreakerBody
        {
            Name = "Value of the position",
            Type = "MAX_POSITION_SIZE",
            Threshold = Limit,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = "QUOTE" },
            MeasureScope = new ScopeBody { Symbols = [BenchVenue.Symbol] },
            ActScope = new ScopeBody { Symbols = [BenchVenue.Symbol] },
            Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.ClosePositions }] }],
            QualifyForMs = 0,
            QualifyMinSamples = 1,
        })).GetProperty("id").GetGuid();
        _alerts = await AlertSocket.OpenAsync(_trader);
    }

    private async Task LoadAsync(int perSecond)
    {
        foreach (var (symbol, quantity) in Others)
        {
            await _venue.BuyAsync(symbol, quantity);
        }

        await Waiting.UntilAsync("the worker watches every contract", async () => await MarkedAsync() >= Others.Length);
        _load = await MarketLoad.StartAsync(_venue, Others.Select(other => other.Symbol), perSecond);
    }

    private async Task<int> MarkedAsync() => (await _trader.GetAsync("/positions")).GetProperty("positions").EnumerateArray()
        .Count(position => position.GetProperty("mark_price").ValueKind != JsonValueKind.Null);

    /// <summary>The venue stamps both ends of the way to the order; alert and flat are stamped here, by the same machine's clock.</summary>
    private async Task<Trip> ReadAsync(long before, DateTimeOffset alertedAt, DateTimeOffset flatAt)
    {
        var lines = await _venue.ReadLogAsync(before);
        var frame = lines.First(line => line is { Kind: "price_sent", Symbol: BenchVenue.Symbol } && line.Price >= Limit).At;
        var order = lines.First(line => line.Kind == "order_received" && line.At >= frame).At;
        return new Trip(order - frame, alertedAt - frame, flatAt - frame);
    }

    private async Task<bool> IsOpenAsync() =>
        (await _trader.GetAsync("/positions")).GetProperty("positions").EnumerateArray()
            .Any(position => position.GetProperty("account_id").GetGuid() == _account && position.GetProperty("symbol").GetString() == BenchVenue.Symbol
                && position.GetProperty("mark_price").ValueKind != JsonValueKind.Null);

    private async Task<BreakerStatus> StatusAsync() =>
        (await _trader.GetAsync($"/circuit-breakers/{_breaker}")).GetProperty("status").Deserialize<BreakerStatus>(EtrmsJson.Options);
}
