using System.CommandLine;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Cli.Backtests.Run;

/// <summary>etrms backtest run: a backtest of any type from files to a file, without a server.</summary>
internal sealed class RunCommand
{
    private static readonly JsonSerializerOptions Readable = new(EtrmsJson.Options) { WriteIndented = true };

    private readonly Terminal _terminal;
    private readonly Option<FileInfo[]> _candles = new("--candles") { Description = "Candles of a contract, named like BTCUSDT-1h.csv.gz; once for each.", Required = true, HelpName = "FILE" };
    private readonly Option<FileInfo> _request = new("--request") { Description = "What to run: the body of POST /api/v1/backtest.", Required = true, HelpName = "FILE" };
    private readonly Option<FileInfo> _out = new("--out") { Description = "Where the result goes.", Required = true, HelpName = "FILE" };
    private readonly Option<FileInfo[]> _funding = new("--funding") { Description = "Settled funding rates, named like BTCUSDT-funding.csv.gz; they are then charged.", HelpName = "FILE" };
    private readonly Option<FileInfo[]> _marks = new("--marks") { Description = "Mark prices, named like BTCUSDT-mark-1h.csv.gz.", HelpName = "FILE" };
    private readonly Option<FileInfo?> _rules = new("--rules") { Description = "Lots, ticks and margin tables: a JSON list of contracts.", HelpName = "FILE" };
    private readonly Option<int> _threads = new("--threads") { Description = "How many at once. The result does not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<DirectoryInfo> _strategies = StrategiesCommand.Folder();

    private RunCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new RunCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command(
            "run",
            """
            Run a backtest from files, without a server: STANDARD, OPTIMIZATION, WALK_FORWARD or MONTE_CARLO.
            Request and result have the shapes of the Api (docs/api/backtests.md). The same request over the same candles gives the same bytes,
            on any number of threads.

            Exit codes: 0 complete, 1 failed, 2 the request or the data do not do (every reason is printed), 3 complete without pieces that failed,
            130 interrupted.

            Example:
              etrms backtest run --candles BTCUSDT-1h.csv.gz --request request.json --out result.json
            """);
        foreach (var option in new Option[] { _candles, _request, _out, _funding, _marks, _rules, _threads, _strategies })
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var threads = parsed.GetValue(_threads);
        if (threads < 1)
        {
            throw new CommandFailedException("--threads must be at least 1.", ExitCode.BadUsage);
        }

        var target = parsed.GetValue(_out)!;
        if (target.Directory is { Exists: false } missing)
        {
            throw new CommandFailedException($"{missing}: there is no such folder to write the result to.", ExitCode.BadUsage);
        }

        var funding = parsed.GetValue(_funding) ?? [];
        var body = await ReadBodyAsync(parsed.GetValue(_request)!, cancellationToken);
        var strategies = await StrategiesCommand.ReadAsync(_terminal, parsed.GetValue(_strategies));
        var request = Judge(funding.Length == 0 ? body : body with { Costs = (body.Costs ?? new BacktestCostsBody()) with { Funding = true } }, strategies);
        var files = new OfflineMarkets(parsed.GetValue(_candles)!, funding, parsed.GetValue(_marks) ?? [], parsed.GetValue(_rules));
        var (markets, series) = await files.ReadAsync(request, cancellationToken);
        var run = new OfflineRun(request, markets, threads);
        var report = await new ProgressBar(_terminal).FollowAsync(run, run.RunAsync(series, cancellationToken));
        await WriteAsync(target, report.ToView(), cancellationToken);
        await SummariseAsync(target, report);
        return report.IsPartial ? ExitCode.CompleteWithGaps : ExitCode.Complete;
    }

    private static async Task<BacktestBody> ReadBodyAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandFailedException($"{file}: there is no such file.", ExitCode.BadUsage);
        }

        try
        {
            await using var stream = file.OpenRead();
            return await JsonSerializer.DeserializeAsync<BacktestBody>(stream, EtrmsJson.Options, cancellationToken)
                ?? throw new CommandFailedException($"{file}: there is no request in it.", ExitCode.BadUsage);
        }
        catch (JsonException fault)
        {
            throw new CommandFailedException($"{file}: {fault.Path}: {fault.Message}", ExitCode.BadUsage);
        }
    }

    private static BacktestRequest Judge(BacktestBody body, StrategyCatalog strategies)
    {
        var reading = BacktestReading.Of(body, strategies);
        return reading.Request ?? throw Refused(reading.Errors.SelectMany(error => error.Value.Select(message => new RequestFault(error.Key, message))));
    }

    public static CommandFailedException Refused(IEnumerable<RequestFault> faults) => new(
        string.Join(Environment.NewLine, faults.Select(fault => $"  {fault.Field}: {fault.Message}").Prepend("The backtest was not started:")), ExitCode.BadUsage);

    /// <summary>Beside the target first, so that an interrupted write leaves no half result.</summary>
    private static async Task WriteAsync(FileInfo target, BacktestResultView result, CancellationToken cancellationToken)
    {
        var beside = $"{target.FullName}.part";
        await using (var stream = File.Create(beside))
        {
            await JsonSerializer.SerializeAsync(stream, result, Readable, cancellationToken);
        }

        File.Move(beside, target.FullName, overwrite: true);
    }

    private async Task SummariseAsync(FileInfo target, BacktestReport report)
    {
        foreach (var line in RunText.Of(report))
        {
            await _terminal.Out.WriteLineAsync(line);
        }

        await _terminal.Out.WriteLineAsync($"Result: {target}");
    }
}
