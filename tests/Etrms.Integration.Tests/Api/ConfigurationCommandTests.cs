using System.Text.Json;
using Etrms.Cli;
using Etrms.Contracts;
using Etrms.Integration.Tests.Data;

namespace Etrms.Integration.Tests.Api;

/// <summary>The command line as a client of the running Api.</summary>
public sealed class ConfigurationCommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-config-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_exported_shown_taken_over_and_its_version_taken_back()
    {
        using (var client = host.Anonymous())
        {
            await host.SetUpAsync(client, Cancellation);
        }

        await RunAsync("login", "--api", host.Address.ToString());
        var path = Path.Combine(_folder, "risk.json");
        await RunAsync("config", "export", "--out", path);
        var file = JsonSerializer.Deserialize<RiskConfigurationFile>(await File.ReadAllTextAsync(path, Cancellation), EtrmsJson.Options)!;
        await WriteAsync(path, file, "55");

        var shown = await RunAsync("config", "import", path);
        Assert.Contains("Nothing was changed", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Taken over; version 1", (await RunAsync("config", "import", path, "--apply", "--note", "Sooner")).Out, StringComparison.Ordinal);
        await WriteAsync(path, file, "50");
        await RunAsync("config", "import", path, "--apply");
        Assert.Matches(@"execution\.action_deadline +55 +50 +tighter", (await RunAsync("config", "diff")).Out);
        await RunAsync("config", "revert", "1");

        var history = (await RunAsync("config", "history")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["3", "2", "1"], history.Skip(1).Select(line => line.Trim().Split(' ')[0]));
        Assert.Contains("Sooner", history[^1], StringComparison.Ordinal);
        await WriteAsync(path, file, "never");
        var refused = await CommandRun.StartAsync(["config", "import", path], SessionFile, ApiHost.Password, Cancellation);
        Assert.Equal(ExitCode.BadUsage, refused.Code);
        Assert.Contains("file.settings.execution.action_deadline", refused.Error, StringComparison.Ordinal);
    }

    private string SessionFile => Path.Combine(_folder, "session.json");

    private static Task WriteAsync(string path, RiskConfigurationFile file, string deadline) => File.WriteAllTextAsync(
        path,
        JsonSerializer.Serialize(file with { Settings = new Dictionary<string, string> { ["execution.action_deadline"] = deadline } }, EtrmsJson.Options),
        Cancellation);

    private async Task<CommandRun> RunAsync(params string[] args)
    {
        var run = await CommandRun.StartAsync(args, SessionFile, ApiHost.Password, Cancellation);
        Assert.True(run.Code == ExitCode.Complete, $"{string.Join(' ', args)} ended with {run.Code}: {run.Error}");
        return run;
    }
}
