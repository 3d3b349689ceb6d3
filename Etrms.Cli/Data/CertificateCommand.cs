using System.CommandLine;
using Etrms.Cli.Sessions;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Cli.Data;

internal sealed class CertificateCommand
{
    private readonly Terminal _terminal;
    private readonly SharedOptions _shared = new();
    private readonly Option<Exchange?> _exchange = new("--exchange") { Description = "binance or hyperliquid." };
    private readonly Option<string?> _symbol = new("--symbol") { Description = "As the venue writes it." };
    private readonly Option<string?> _timeframe = new("--timeframe") { Description = "Such as 1h." };
    private readonly Option<SeriesKind?> _kind = new("--kind") { Description = "perpetual, spot, mark or funding." };
    private readonly Option<SeriesSource?> _source = new("--source") { Description = "live, testnet, paper or import." };

    private CertificateCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new CertificateCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command(
            "certificate",
            """
            The data-quality certificate of every stored series that matches: gaps, duplicates, stale and empty rows, impossible candles,
            outliers, and whether another source or a finer timeframe says the same.

            Exit codes: 0 no gaps and no flaws, 1 flawed, 3 gaps.

            Examples:
              etrms data certificate --exchange binance --symbol BTCUSDT --timeframe 1h
              etrms data certificate --symbol ETHUSDT --json
            """);
        Option[] options = [_exchange, _symbol, _timeframe, _kind, _source];
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
        using var api = await ApiClient.OpenAsync(parsed.GetValue(_shared.Api), _terminal, cancellationToken);
        var list = await api.GetAsync<SeriesListView>("data/series", cancellationToken);
        var matching = list.Series.Where(series => IsWanted(series, parsed)).ToList();
        if (matching.Count == 0)
        {
            throw new CommandFailedException("No stored series matches. What is stored: etrms data list");
        }

        var certificates = new List<CertificateView>();
        foreach (var series in matching)
        {
            certificates.Add(await api.GetAsync<CertificateView>($"data/series/{series.Id}/certificate", cancellationToken));
        }

        if (parsed.GetValue(_shared.Json))
        {
            await SharedOptions.PrintAsync(_terminal, certificates);
        }
        else
        {
            await PrintAsync(certificates);
        }

        return certificates.Exists(certificate => certificate.Verdict == SeriesVerdict.Flawed) ? ExitCode.Failed
            : certificates.Exists(certificate => certificate.Gaps > 0) ? ExitCode.CompleteWithGaps
            : ExitCode.Complete;
    }

    private bool IsWanted(SeriesView series, ParseResult parsed) =>
        IsWanted(parsed.GetValue(_exchange), series.Exchange) && IsWanted(parsed.GetValue(_kind), series.Kind)
        && IsWanted(parsed.GetValue(_source), series.Source)
        && (parsed.GetValue(_symbol) ?? series.Symbol) == series.Symbol && (parsed.GetValue(_timeframe) ?? series.Timeframe) == series.Timeframe;

    private static bool IsWanted<T>(T? wanted, T value)
        where T : struct, Enum =>
        wanted is not { } given || EqualityComparer<T>.Default.Equals(given, value);

    private async Task PrintAsync(IEnumerable<CertificateView> certificates)
    {
        foreach (var line in certificates.SelectMany(CertificateText.Lines))
        {
            await _terminal.Out.WriteLineAsync(line);
        }
    }
}
