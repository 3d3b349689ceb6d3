using System.CommandLine;
using System.Globalization;
using Etrms.Cli.Data;
using Etrms.Contracts.Strategies;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Cli.Backtests;

/// <summary>etrms backtest strategies: what a request may name, with the parameters of each.</summary>
internal static class StrategiesCommand
{
    public static Command Build(Terminal terminal)
    {
        var folder = Folder();
        var command = new Command(
            "strategies",
            """
            Every strategy that a backtest may name, with its parameters, without a server.

            Exit codes: 0 all could be read, 1 an own strategy could not, 2 bad usage.

            Examples:
              etrms backtest strategies
              etrms backtest strategies --strategies ~/strategies
            """);
        command.Options.Add(folder);
        command.SetAction(async (parsed, _) => await PrintAsync(terminal, StrategyFolder.Load(parsed.GetValue(folder)?.FullName ?? "")));
        return command;
    }

    /// <summary>The option by which commands are told where own strategies are.</summary>
    public static Option<DirectoryInfo> Folder() => new("--strategies") { Description = "Folder with assemblies of own strategies." };

    /// <summary>The strategies that a run may name; what is wrong with own ones is said and does not stop the others.</summary>
    public static async Task<StrategyCatalog> ReadAsync(Terminal terminal, DirectoryInfo? folder)
    {
        var content = StrategyFolder.Load(folder?.FullName ?? "");
        await ComplainAsync(terminal, content);
        return content.Catalog;
    }

    private static async Task<int> PrintAsync(Terminal terminal, StrategyFolderContent content)
    {
        foreach (var definition in content.Catalog.All)
        {
            await terminal.Out.WriteLineAsync($"{definition.Name}{(content.Own.Contains(definition) ? " (own)" : "")}: {definition.Title}");
            await terminal.Out.WriteLineAsync($"  {definition.Meaning}");
            string[][] rows = [["parameter", "default", "allowed", "meaning"], .. definition.Parameters.Select(Row)];
            foreach (var line in DataText.Table(rows))
            {
                await terminal.Out.WriteLineAsync($"  {line}");
            }

            await terminal.Out.WriteLineAsync();
        }

        await ComplainAsync(terminal, content);
        return content.Faults.IsEmpty ? ExitCode.Complete : ExitCode.Failed;
    }

    private static async Task ComplainAsync(Terminal terminal, StrategyFolderContent content)
    {
        foreach (var fault in content.Faults)
        {
            await terminal.Error.WriteLineAsync($"etrms: {fault}");
        }
    }

    private static string[] Row(StrategyParameter parameter) =>
        [parameter.Name, parameter.Default?.ToString() ?? "-", Allowed(parameter), parameter.Meaning];

    private static string Allowed(StrategyParameter parameter) => parameter.Kind == ParameterKind.Choice
        ? string.Join(" | ", parameter.Choices)
        : string.Create(CultureInfo.InvariantCulture, $"{parameter.Min}..{parameter.Max}");
}
