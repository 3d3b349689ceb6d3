using System.CommandLine;
using System.CommandLine.Help;
using Etrms.Cli.Backtests;
using Etrms.Cli.Backtests.Golden;
using Etrms.Cli.Backtests.Run;
using Etrms.Cli.Calculations;
using Etrms.Cli.Configuration;
using Etrms.Cli.Data;
using Etrms.Cli.Replays;
using Etrms.Cli.Sessions;

namespace Etrms.Cli;

/// <summary>The command line: parses, runs, and turns every failure into a sentence on stderr and an exit code.</summary>
internal static class EtrmsCommand
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Build(terminal).Parse(args);
        if (parsed is { Errors.Count: > 0, Action: not HelpAction })
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync($"etrms: {error.Message}");
            }

            await terminal.Error.WriteLineAsync($"Try: {CommandName(parsed)} --help");
            return ExitCode.BadUsage;
        }

        try
        {
            var console = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(console, cancellationToken);
        }
        catch (CommandFailedException failure)
        {
            await terminal.Error.WriteLineAsync($"etrms: {failure.Message}");
            return failure.Code;
        }
        catch (ApiUnreachableException unreachable)
        {
            await terminal.Error.WriteLineAsync($"etrms: {unreachable.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("etrms: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static Command Build(Terminal terminal)
    {
        var data = new Command("data", "Market history: download from venues, import files, and see what it is worth.");
        data.Add(DownloadCommand.Build(terminal));
        data.Add(ImportCommand.Build(terminal));
        data.Add(ListCommand.Build(terminal));
        data.Add(CertificateCommand.Build(terminal));
        var backtest = new Command("backtest", "Strategies and breakers on history.");
        backtest.Add(RunCommand.Build(terminal));
        backtest.Add(GoldenCommand.Build(terminal));
        backtest.Add(StrategiesCommand.Build(terminal));
        var root = new Command(
            "etrms",
            """
            ETRMS at the command line, a client of the running system (start it with ./run.sh).

            Examples:
              etrms login --api http://localhost:5181
              etrms data download --symbols BTCUSDT,ETHUSDT --timeframes 1h,1d --start 2024-01-01 --end 2024-02-01
              etrms data list
              etrms config export --out risk.json
              etrms replay --list FOLDER
            """);
        root.Add(LoginCommand.Build(terminal));
        root.Add(LogoutCommand.Build(terminal));
        root.Add(data);
        root.Add(ConfigCommand.Build(terminal));
        root.Add(ReplayCommand.Build(terminal));
        root.Add(backtest);
        root.Add(CalcCommand.Build(terminal));
        root.Options.Add(new HelpOption());
        return root;
    }

    private static string CommandName(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
