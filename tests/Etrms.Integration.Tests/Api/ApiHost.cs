using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Etrms.Integration.Tests.Api;

/// <summary>The Api as a process of its own over a database of its own, and the stores behind it to play the worker.</summary>
public class ApiHost(Servers servers) : IAsyncLifetime
{
    public const string SetupToken = "one-time-token";
    public const string Password = "correct horse battery";
    protected virtual IReadOnlyDictionary<string, string> MoreSettings => new Dictionary<string, string>();

    private const string Listening = "Now listening on: ";

    /// <summary>Redis has so many unless told otherwise: the numbers come round again.</summary>
    private const int RedisDatabases = 16;

    private static int _redisDatabase;
    private Process? _process;
    private ServiceProvider? _services;

    public Uri Address { get; private set; } = new("http://unset");

    public string Database { get; private set; } = "";

    public string Redis { get; private set; } = "";

    public IServiceProvider Services => _services ?? throw new InvalidOperationException("The Api was not started.");

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync("etrmsdb");

        // Redis is one for all; its own number and prefix keep this host's messages from others.
        var database = (Interlocked.Increment(ref _redisDatabase) % (RedisDatabases - 1)) + 1;
        using (var redis = await ConnectionMultiplexer.ConnectAsync($"{servers.Redis},allowAdmin=true"))
        {
            await redis.GetServer(redis.GetEndPoints()[0]).FlushDatabaseAsync(database);
        }

        Redis = $"{servers.Redis},defaultDatabase={database},channelPrefix={Guid.NewGuid():N}";
        _services = TestServices.Build(Database, Redis);
        var start = new ProcessStartInfo("dotnet", PathOf("Etrms.Api")) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Settings(Database, Redis).Concat(MoreSettings))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        Address = await ReadAddressAsync(_process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (_services is { } services)
        {
            await services.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public HttpClient Anonymous() => new() { BaseAddress = new Uri(Address, "/api/v1/") };

    /// <summary>A client of the one user, who is set up by whoever comes first.</summary>
    public async Task<HttpClient> SignedInAsync(CancellationToken cancellationToken)
    {
        var client = Anonymous();
        await SetUpAsync(client, cancellationToken);
        var tokens = await client.SendAsync<TokenView>(
            HttpMethod.Post, "auth/login", new LoginRequest { UserName = "admin", Password = Password }, cancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return client;
    }

    public async Task SetUpAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(
            "setup", new SetupRequest { Token = SetupToken, Password = Password }, EtrmsJson.Options, cancellationToken);
        Assert.True((int)answer.StatusCode is 201 or 409, $"Set-up answered {(int)answer.StatusCode}.");
    }

    public Task<EtrmsDbContext> DatabaseAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(cancellationToken);

    private static Dictionary<string, string> Settings(string database, string redis) => new()
    {
        ["ConnectionStrings__etrmsdb"] = database,
        ["ConnectionStrings__redis"] = redis,
        ["Etrms__MasterKey"] = TestServices.MasterKey,
        ["Etrms__JwtKey"] = TestServices.MasterKey,
        ["Etrms__SetupToken"] = SetupToken,
        ["Etrms__StateFolder"] = Path.Combine(Path.GetTempPath(), $"etrms-{Guid.NewGuid():N}"),
        ["Api__RateLimit__Burst"] = "100000",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };

    /// <summary>Beside this test's own output: artifacts/bin/Project/debug.</summary>
    private static string PathOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, $"{project}.dll");
    }

    /// <summary>Keeps reading to the end, so that the process never waits for somebody to take its lines.</summary>
    private static Task<Uri> ReadAddressAsync(Process process)
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                address.TrySetException(new InvalidOperationException("The Api ended before it listened."));
            }
            else if (line.Data.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(line.Data[(at + Listening.Length)..].Trim()));
            }
        };
        process.BeginOutputReadLine();
        return address.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

internal static class ApiCalls
{
    public static async Task<T> SendAsync<T>(
        this HttpClient client, HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? key = null)
    {
        using var answer = await client.SendAsync(method, path, body, cancellationToken, key);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, EtrmsJson.Options)!;
    }

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: EtrmsJson.Options);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends and expects a problem; returns its fields and reasons.</summary>
    public static async Task<JsonElement> ProblemAsync(
        this HttpClient client, int status, HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? key = null)
    {
        using var answer = await client.SendAsync(method, path, body, cancellationToken, key);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(status == (int)answer.StatusCode, $"{method} {path} answered {(int)answer.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("trace_id").GetString());
        return problem;
    }

    public static string Reason(this JsonElement problem, string field) => problem.GetProperty("errors").GetProperty(field)[0].GetString()!;
}
