using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Integration.Tests.Api;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Backtests;

[CollectionDefinition(nameof(BacktestBed))]
public sealed class OneBacktestBed : ICollectionFixture<BacktestBed>;

/// <summary>The Api, a worker that a test may kill, and half a year of made-up hours between them.</summary>
public sealed class BacktestBed(Servers servers) : IAsyncLifetime
{
    public const int Hours = 4_000;

    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-backtests-").FullName;
    private readonly ApiHost _api = new(servers);
    private ServiceProcess? _worker;

    internal ApiHost Api => _api;

    internal HttpClient Client { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        var store = _api.Services.GetRequiredService<CandleStore>();
        foreach (var symbol in (string[])["BTCUSDT", "ETHUSDT"])
        {
            var key = new SeriesKey(new InstrumentId(Exchange.Binance, symbol), SeriesKind.Perpetual, Timeframe.Of(TimeSpan.FromHours(1)), SeriesSource.Import);
            await store.WriteAsync(key, Candles(symbol).ToAsyncEnumerable(), Token);
        }

        Client = await _api.SignedInAsync(Token);
        await StartWorkerAsync();
    }

    public async Task StartWorkerAsync() => _worker = await StartWorkerAsync(Path.Combine(_folder, "first"));

    /// <summary>One more worker, which stands by for the accounts and computes beside the first.</summary>
    internal Task<ServiceProcess> StartSecondWorkerAsync() => StartWorkerAsync(Path.Combine(_folder, "second"));

    public async Task KillWorkerAsync()
    {
        await (_worker?.DisposeAsync() ?? ValueTask.CompletedTask);
        _worker = null;
    }

    private Task<ServiceProcess> StartWorkerAsync(string folder) => ServiceProcess.StartAsync(
        "Etrms.Workers",
        [
            new("ConnectionStrings__etrmsdb", _api.Database), new("ConnectionStrings__redis", _api.Redis), new("services__venue__http__0", "http://127.0.0.1:9"),
            new("Etrms__MasterKey", TestServices.MasterKey), new("Etrms__StateFolder", Directory.CreateDirectory(folder).FullName), new("Jobs__Computations", "1"),
        ]);

    internal Task<BacktestView> CreateAsync(BacktestBody body) => Client.SendAsync<BacktestView>(HttpMethod.Post, "backtest", body, Token);

    internal async Task<BacktestView> StartAsync(BacktestBody body)
    {
        var created = await CreateAsync(body);
        return await Client.SendAsync<BacktestView>(HttpMethod.Post, $"backtest/{created.Id}/run", null, Token);
    }

    internal Task<BacktestView> ReadAsync(Guid id) => Client.SendAsync<BacktestView>(HttpMethod.Get, $"backtest/{id}", null, Token);

    /// <summary>Waits until a run is over.</summary>
    internal Task<BacktestView> EndAsync(Guid id) => Eventually.GetAsync(
        "the backtest is over",
        async _ => await ReadAsync(id) is { State: not (BacktestState.Created or BacktestState.Queued or BacktestState.Running) } over ? over : null,
        Patience);

    internal async Task<BacktestView> RunAsync(BacktestBody body) => await EndAsync((await StartAsync(body)).Id);

    public async ValueTask DisposeAsync()
    {
        await KillWorkerAsync();
        Client?.Dispose();
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The smallest request, in the form of the documents.</summary>
    internal static BacktestBody Body(string name) => new()
    {
        Name = name,
        Type = BacktestType.Standard,
        StartDate = Start,
        EndDate = Start.AddHours(Hours),
        Exchanges = [Exchange.Binance],
        Symbols = ["BTCUSDT"],
        Timeframe = "1h",
        InitialCapital = 10_000,
    };

    /// <summary>Pieces of a thousand combinations each.</summary>
    internal static BacktestBody Grid(string name, int pieces) => Body(name) with
    {
        Type = BacktestType.Optimization,
        EndDate = Start.AddHours(1_500),
        Parameters = new BacktestParametersBody
        {
            ParametersToOptimize = new Dictionary<string, ParameterRangeBody>
            {
                ["fast"] = new() { Start = 2, End = 41, Step = 1 },
                ["slow"] = new() { Start = 50, End = 49 + (25 * pieces), Step = 1 },
            },
        },
    };

    /// <summary>Windows of which each is a piece of its own: the shorter the tests, the more of them.</summary>
    internal static BacktestBody WalkForward(string name, int testBars) => Body(name) with
    {
        Type = BacktestType.WalkForward,
        WalkForward = new WalkForwardBody { TrainBars = 600, TestBars = testBars },
        Parameters = new BacktestParametersBody
        {
            ParametersToOptimize = new Dictionary<string, ParameterRangeBody>
            {
                ["fast"] = new() { Start = 3, End = 15, Step = 3 },
                ["slow"] = new() { Start = 20, End = 60, Step = 5 },
            },
        },
    };

    /// <summary>A walk with a slow swing in it, the same each time.</summary>
    private static IEnumerable<Candle> Candles(string symbol)
    {
        var random = new Random(symbol[0]);
        var price = 30_000m;
        for (var hour = 0; hour < Hours; hour++)
        {
            var open = price;
            price = Math.Round(price * (1 + ((decimal)((random.NextDouble() - 0.5) * 0.012) + ((decimal)Math.Sin(hour / 60.0) * 0.0012m))), 1);
            yield return new Candle(Start.AddHours(hour), open, Math.Max(open, price) + 12, Math.Min(open, price) - 12, price, 100 + (hour % 7));
        }
    }
}
