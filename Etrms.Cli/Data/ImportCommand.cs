using System.CommandLine;
using System.Net.Http.Headers;
using Etrms.Cli.Sessions;
using Etrms.Contracts;

namespace Etrms.Cli.Data;

internal sealed class ImportCommand
{
    private const string Text = """
        Import gzipped CSV files of candles or funding rates. A file is stored whole or not at all; importing it again changes nothing.

        The series is read from the name, SYMBOL-TIMEFRAME.csv.gz, SYMBOL-mark-TIMEFRAME.csv.gz or SYMBOL-funding.csv.gz (anything after
        another hyphen is ignored), and from the folder: "spot" in its name makes it spot. Options say otherwise.

        Exit codes: 0 stored, 1 refused (with line numbers), 2 bad usage.

        Examples:
          etrms data import data/binance-usdm/BTCUSDT-1h.csv.gz
          etrms data import data/binance-usdm/*.csv.gz
          etrms data import btc.csv.gz --exchange binance --symbol BTCUSDT --timeframe 1m --kind perpetual
        """;

    private readonly Terminal _terminal;
    private readonly SharedOptions _shared = new();
    private readonly Argument<string[]> _files = new("FILE") { Description = "Files to import.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _exchange = new("--exchange") { Description = "binance or hyperliquid.", DefaultValueFactory = _ => "binance" };
    private readonly Option<string?> _symbol = new("--symbol") { Description = "As the venue writes it." };
    private readonly Option<string?> _timeframe = new("--timeframe") { Description = "Such as 1h." };
    private readonly Option<string?> _kind = new("--kind") { Description = "perpetual, spot, mark or funding." };

    private ImportCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new ImportCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command("import", Text);
        _exchange.AcceptOnlyFromAmong("binance", "hyperliquid");
        _kind.AcceptOnlyFromAmong("perpetual", "spot", "mark", "funding");
        command.Arguments.Add(_files);
        Option[] options = [_exchange, _symbol, _timeframe, _kind];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        _shared.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = new SeriesName(parsed.GetValue(_symbol), parsed.GetValue(_timeframe), parsed.GetValue(_kind));
        var files = parsed.GetValue(_files)!.Select(file => (File: file, Series: SeriesName.Of(file, named))).ToList();
        using var api = await ApiClient.OpenAsync(parsed.GetValue(_shared.Api), _terminal, cancellationToken);
        var imports = new List<ImportView>();
        foreach (var (file, series) in files)
        {
            if (await ImportAsync(api, file, $"data/imports?exchange={parsed.GetValue(_exchange)}&{series.Query}", cancellationToken) is { } import)
            {
                imports.Add(import);
                await (parsed.GetValue(_shared.Json) ? Task.CompletedTask : PrintAsync(api, file, import, cancellationToken));
            }
        }

        await (parsed.GetValue(_shared.Json) ? SharedOptions.PrintAsync(_terminal, imports) : Task.CompletedTask);
        return imports.Count == files.Count ? ExitCode.Complete : ExitCode.Failed;
    }

    /// <summary>Null when the file was refused; the others are still tried.</summary>
    private async Task<ImportView?> ImportAsync(ApiClient api, string file, string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        using var body = new StreamContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        try
        {
            return await api.PostAsync<ImportView>(path, body, cancellationToken);
        }
        catch (CommandFailedException refused)
        {
            await _terminal.Error.WriteLineAsync($"{file} was not imported; nothing of it is stored.{Environment.NewLine}{refused.Message}");
            return null;
        }
    }

    private async Task PrintAsync(ApiClient api, string file, ImportView import, CancellationToken cancellationToken)
    {
        var certificate = await api.GetAsync<CertificateView>($"data/series/{import.Series.Id}/certificate", cancellationToken);
        await _terminal.Out.WriteLineAsync(
            $"{Path.GetFileName(file)}: {import.Rows:N0} rows, {import.Inserted:N0} new, {import.Changed:N0} changed; "
            + $"the series is {certificate.Verdict.ToString().ToLowerInvariant()}, {certificate.Gaps:N0} gaps");
    }
}
