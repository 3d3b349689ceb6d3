using System.CommandLine;
using Etrms.Cli.Sessions;
using Etrms.Contracts;

namespace Etrms.Cli.Configuration;

/// <summary>The risk settings from the command line; every rule about them is the Api's and the engine's.</summary>
internal static class ConfigCommand
{
    private const string Root = "risk/configuration";

    public static Command Build(Terminal terminal)
    {
        var config = new Command("config", "Risk settings and breakers: as files, their history, and what sets versions apart.");
        config.Add(ExportCommand(terminal));
        config.Add(ConfigImport.Build(terminal));
        config.Add(DiffCommand(terminal));
        config.Add(HistoryCommand(terminal));
        config.Add(RevertCommand(terminal));
        return config;
    }

    private static Command ExportCommand(Terminal terminal)
    {
        var shared = new SharedOptions();
        var version = new Option<int?>("--version") { Description = "Settings of this version. Default: the configured one." };
        var to = new Option<string?>("--out") { Description = "File to write. Default: print it.", HelpName = "FILE" };
        var command = new Command(
            "export",
            """
            Settings and breakers as a file that "etrms config import" takes.

            Examples:
              etrms config export > risk.json
              etrms config export --version 3 --out risk-3.json
            """) { version, to };
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            var file = await api.GetAsync<RiskConfigurationFile>(
                parsed.GetValue(version) is { } number ? $"{Root}/export?version={number}" : $"{Root}/export", cancellationToken);
            if (parsed.GetValue(to) is not { } path)
            {
                await SharedOptions.PrintAsync(terminal, file);
                return ExitCode.Complete;
            }

            await File.WriteAllTextAsync(path, SharedOptions.Text(file) + Environment.NewLine, cancellationToken);
            await terminal.Out.WriteLineAsync($"{path}: version {file.Version}, {file.Settings.Count} settings, {file.Breakers?.Count ?? 0} breakers");
            return ExitCode.Complete;
        });
        return command;
    }

    private static Command DiffCommand(Terminal terminal)
    {
        var shared = new SharedOptions();
        var from = new Option<int?>("--from") { Description = "Default: the version before." };
        var to = new Option<int?>("--to") { Description = "Default: the configured version." };
        var command = new Command(
            "diff",
            """
            What sets two versions of the settings apart, and which way each difference protects.

            Examples:
              etrms config diff
              etrms config diff --from 2 --to 5
            """) { from, to };
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            string[] query = [.. Named("from", parsed.GetValue(from)), .. Named("to", parsed.GetValue(to))];
            var diff = await api.GetAsync<RiskConfigurationDiffView>($"{Root}/diff?{string.Join('&', query)}", cancellationToken);
            await (parsed.GetValue(shared.Json)
                ? SharedOptions.PrintAsync(terminal, diff)
                : ConfigText.PrintAsync(terminal, [$"From version {diff.From} to version {diff.To}:", .. ConfigText.Differences(diff.Differences)]));
            return ExitCode.Complete;
        });
        return command;
    }

    private static Command HistoryCommand(Terminal terminal)
    {
        var shared = new SharedOptions();
        var limit = new Option<int>("--limit") { Description = "How many versions.", DefaultValueFactory = _ => 20 };
        var command = new Command(
            "history",
            """
            Versions of the settings, newest first.

            Examples:
              etrms config history
              etrms config history --limit 5 --json
            """) { limit };
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            var page = await api.GetAsync<Page<RiskConfigurationVersionView>>($"{Root}/versions?limit={parsed.GetValue(limit)}", cancellationToken);
            await (parsed.GetValue(shared.Json) ? SharedOptions.PrintAsync(terminal, page) : ConfigText.PrintAsync(terminal, ConfigText.History(page.Items)));
            return ExitCode.Complete;
        });
        return command;
    }

    private static Command RevertCommand(Terminal terminal)
    {
        var shared = new SharedOptions();
        var version = new Argument<int>("VERSION") { Description = "The version to bring back; 0 for the defaults." };
        var note = new Option<string>("--note") { Description = "Why, for the history.", DefaultValueFactory = _ => "" };
        var command = new Command(
            "revert",
            """
            Bring an earlier version of the settings back, as a new one. What protects less may have to wait for the next trading day.

            Examples:
              etrms config revert 3 --note "As it was in May"
            """) { version, note };
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            var current = await api.GetAsync<RiskConfigurationView>(Root, cancellationToken);
            var request = new RevertRiskConfigurationRequest { Version = current.Version, To = parsed.GetValue(version), Note = parsed.GetValue(note)! };
            var view = await api.PostAsync<RiskConfigurationView>($"{Root}/revert", ApiClient.Body(request), cancellationToken);
            await (parsed.GetValue(shared.Json)
                ? SharedOptions.PrintAsync(terminal, view)
                : terminal.Out.WriteLineAsync($"Version {request.To} is back, as version {view.Version}."));
            return ExitCode.Complete;
        });
        return command;
    }

    private static string[] Named(string name, int? value) => value is { } number ? [$"{name}={number}"] : [];
}
