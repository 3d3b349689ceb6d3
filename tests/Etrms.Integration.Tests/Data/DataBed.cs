using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Cli;
using Etrms.Contracts;
using Etrms.Integration.Tests.Api;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.Data;

[CollectionDefinition(nameof(DataBed))]
public sealed class OneDataBed : ICollectionFixture<DataBed>;

/// <summary>The Api, a paper venue and the worker between them, which a test may kill; and the command line in front.</summary>
public sealed class DataBed(Servers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-data-").FullName;
    private readonly ApiHost _api = new(servers);
    private PaperVenue? _venue;
    private ServiceProcess? _worker;

    internal PaperVenue Venue => _venue ?? throw new InvalidOperationException("The venue was not started.");

    internal ApiHost Api => _api;

    /// <summary>The market's time when the bed was made; history lies before it.</summary>
    public DateTimeOffset MarketTime { get; private set; }

    public string Folder => _folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        _venue = await PaperVenue.StartAsync(new KeyValuePair<string, string>("Venue__Symbols", "BTCUSDT,ETHUSDT,SOLUSDT,BNBUSDT,ADAUSDT,LINKUSDT"));
        MarketTime = await MarketTimeAsync();
        await StartWorkerAsync();
        using var client = _api.Anonymous();
        await _api.SetUpAsync(client, Token);
        var login = await RunAsync("login", "--api", _api.Address.ToString());
        Assert.Equal((ExitCode.Complete, ""), (login.Code, login.Error));
    }

    public async Task StartWorkerAsync() => _worker = await ServiceProcess.StartAsync(
        "Etrms.Workers",
        [
            new("ConnectionStrings__etrmsdb", _api.Database), new("ConnectionStrings__redis", _api.Redis),
            new("services__venue__http__0", Venue.Address.ToString()), new("Etrms__MasterKey", TestServices.MasterKey), new("Etrms__StateFolder", _folder),
        ]);

    public async Task KillWorkerAsync()
    {
        await (_worker?.DisposeAsync() ?? ValueTask.CompletedTask);
        _worker = null;
    }

    /// <summary>Holds every answer of candles back, in place of what was scripted before.</summary>
    public async Task SlowHistoryAsync(int delayMs)
    {
        using var http = new HttpClient { BaseAddress = Venue.Address };
        using var cleared = await http.DeleteAsync(new Uri("/control/faults", UriKind.Relative), Token);
        Assert.True(cleared.IsSuccessStatusCode);
        await Venue.ControlAsync("faults", new { Kind = "DELAY", Path = "/fapi/v1/klines", DelayMs = delayMs, Count = 1000 });
    }

    /// <summary>Runs a command as a script does, with nobody watching.</summary>
    public Task<CommandRun> RunAsync(params string[] args) => RunUntilAsync(args, Token);

    /// <summary>Runs a command that may be interrupted.</summary>
    public Task<CommandRun> RunUntilAsync(string[] args, CancellationToken cancellationToken) =>
        CommandRun.StartAsync(args, Path.Combine(_folder, "session.json"), ApiHost.Password, cancellationToken);

    /// <summary>Runs a command that prints JSON.</summary>
    public async Task<(int Code, T Value)> ReadAsync<T>(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        Assert.True(run.Out.Length > 0, run.Error);
        return (run.Code, JsonSerializer.Deserialize<T>(run.Out, EtrmsJson.Options)!);
    }

    public async ValueTask DisposeAsync()
    {
        await KillWorkerAsync();
        await (_venue?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<DateTimeOffset> MarketTimeAsync()
    {
        using var http = new HttpClient { BaseAddress = Venue.Address };
        var status = await http.GetFromJsonAsync<JsonElement>(new Uri("/control/status", UriKind.Relative), Token);
        return status.GetProperty("market_time").GetDateTimeOffset();
    }
}

/// <summary>What a command printed and how it ended.</summary>
public sealed record CommandRun(int Code, string Out, string Error)
{
    internal static async Task<CommandRun> StartAsync(string[] args, string sessionFile, string? password, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            Variable = name => name == "ETRMS_PASSWORD" ? password : null,
            SessionFile = sessionFile,
        };
        var code = await EtrmsCommand.RunAsync(args, terminal, cancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
