using System.CommandLine;
using Etrms.Cli.Sessions;
using Etrms.Contracts;

namespace Etrms.Cli.Data;

internal static class ListCommand
{
    public static Command Build(Terminal terminal)
    {
        var shared = new SharedOptions();
        var command = new Command(
            "list",
            """
            Every stored series with what it covers and what its certificate says.

            Examples:
              etrms data list
              etrms data list --json
            """);
        shared.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = await ApiClient.OpenAsync(parsed.GetValue(shared.Api), terminal, cancellationToken);
            var list = await api.GetAsync<SeriesListView>("data/series", cancellationToken);
            await (parsed.GetValue(shared.Json) ? SharedOptions.PrintAsync(terminal, list) : PrintAsync(terminal, list.Series));
            return ExitCode.Complete;
        });
        return command;
    }

    private static async Task PrintAsync(Terminal terminal, IReadOnlyList<SeriesView> series)
    {
        if (series.Count == 0)
        {
            await terminal.Out.WriteLineAsync("Nothing is stored yet. Begin with: etrms data download --help");
            return;
        }

        string[][] rows = [["exchange", "symbol", "kind", "timeframe", "source", "rows", "first (UTC)", "last (UTC)", "verdict"], .. series.Select(Row)];
        foreach (var line in DataText.Table(rows, numbers: 5))
        {
            await terminal.Out.WriteLineAsync(line);
        }
    }

    private static string[] Row(SeriesView series) =>
    [
        $"{series.Exchange}", series.Symbol, $"{series.Kind}".ToLowerInvariant(), series.Timeframe ?? "-", $"{series.Source}".ToLowerInvariant(),
        $"{series.Rows:N0}", DataText.Instant(series.FirstAt), DataText.Instant(series.LastAt), series.Verdict?.ToString().ToLowerInvariant() ?? "-",
    ];
}
