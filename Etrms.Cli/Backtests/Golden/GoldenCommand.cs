using System.CommandLine;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>etrms backtest golden: runs files of known results through the engine and says what differs.</summary>
internal sealed class GoldenCommand
{
    private const int DifferencesShown = 5;

    private static readonly IGoldenCheck[] Checks =
        [new TradesCheck(), new GridCheck(), new WalkForwardCheck(), new FillsCheck(), new MetricsCheck(), new OverfittingCheck(), new PerpetualsCheck()];

    private readonly Terminal _terminal;
    private readonly Argument<DirectoryInfo> _folder = new("FOLDER") { Description = "Where the golden files are." };
    private readonly Option<DirectoryInfo> _data = new("--data") { Description = "Where the paths inside the files begin. Default: FOLDER." };
    private readonly Dictionary<string, CandleSeries> _candles = new(StringComparer.Ordinal);

    private GoldenCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new GoldenCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command(
            "golden",
            """
            Run every file of known results in a folder, without a server: trades, grids, walk-forwards, fills, metrics, overfitting, perpetuals.
            Prints a line per file and, last, how many passed. Files of other kinds are named and left out.

            Exit codes: 0 all passed, 1 one failed or none was found, 2 bad usage.

            Example:
              etrms backtest golden vectors/backtest --data .
            """);
        command.Arguments.Add(_folder);
        command.Options.Add(_data);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(_folder)!;
        if (!folder.Exists)
        {
            throw new CommandFailedException($"{folder}: there is no such folder.", ExitCode.BadUsage);
        }

        var (passed, failed) = (0, 0);
        foreach (var path in folder.EnumerateFiles("*.json").Select(file => file.FullName).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path, cancellationToken));
            var file = new GoldenFile(path, document.RootElement, (parsed.GetValue(_data) ?? folder).FullName, _candles);
            if (Checks.FirstOrDefault(check => check.Takes(file)) is not { } check)
            {
                await _terminal.Out.WriteLineAsync($"left out  {Path.GetFileName(path)}: not a file of known results");
                continue;
            }

            var isPassed = await RunAsync(check, file);
            (passed, failed) = isPassed ? (passed + 1, failed) : (passed, failed + 1);
        }

        await _terminal.Out.WriteLineAsync($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? ExitCode.Complete : ExitCode.Failed;
    }

    private async Task<bool> RunAsync(IGoldenCheck check, GoldenFile file)
    {
        var findings = new Findings();
        check.Run(file, findings);
        var isPassed = findings.Differences.Count == 0;
        await _terminal.Out.WriteLineAsync(
            $"{(isPassed ? "passed" : "FAILED")}    {Path.GetFileName(file.Path)}: {findings.Compared:N0} figures compared, {findings.Differences.Count:N0} differ");
        foreach (var difference in findings.Differences.Take(DifferencesShown))
        {
            await _terminal.Out.WriteLineAsync($"          {difference}");
        }

        return isPassed;
    }
}
