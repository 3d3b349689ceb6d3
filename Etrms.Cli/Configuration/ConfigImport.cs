using System.CommandLine;
using System.Text.Json;
using Etrms.Cli.Sessions;
using Etrms.Contracts;

namespace Etrms.Cli.Configuration;

internal static class ConfigImport
{
    private const string Text = """
        Show what a file would change, and with --apply take it over: all of it or nothing. Breakers that the file lists are all there will be.
        What protects less waits for the next trading day on live accounts and while a breaker is tripped.

        Exit codes: 0 shown or taken over, 1 refused, 2 bad usage or a file with faults (named by field).

        Examples:
          etrms config import risk.json
          etrms config import risk.json --apply --note "Calmer in summer"
        """;

    public static Command Build(Terminal terminal)
    {
        var shared = new SharedOptions();
        var file = new Argument<string>("FILE") { Description = "A file of etrms config export, perhaps edited." };
        var apply = new Option<bool>("--apply") { Description = "Take it over. Without this nothing changes." };
        var note = new Option<string>("--note") { Description = "Why, for the history.", DefaultValueFactory = _ => "" };
        var command = new Command("import", Text) { file, apply, note };
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var content = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            var current = await api.GetAsync<RiskConfigurationView>("risk/configuration", cancellationToken);
            var request = new ImportRiskConfigurationRequest
            {
                Version = current.Version,
                DryRun = !parsed.GetValue(apply),
                Note = parsed.GetValue(note)!,
                File = content,
            };
            var view = await api.PostAsync<RiskConfigurationImportView>("risk/configuration/import", ApiClient.Body(request), cancellationToken);
            await (parsed.GetValue(shared.Json) ? SharedOptions.PrintAsync(terminal, view) : ConfigText.PrintAsync(terminal, ConfigText.Import(view)));
            return ExitCode.Complete;
        });
        return command;
    }

    private static async Task<RiskConfigurationFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"There is no file {path}.", ExitCode.BadUsage);
        }

        try
        {
            return JsonSerializer.Deserialize<RiskConfigurationFile>(await File.ReadAllTextAsync(path, cancellationToken), EtrmsJson.Options)
                ?? throw new CommandFailedException($"{path} is empty.", ExitCode.BadUsage);
        }
        catch (JsonException fault)
        {
            throw new CommandFailedException($"{path} is no file of a risk configuration: {fault.Message}", ExitCode.BadUsage);
        }
    }
}
