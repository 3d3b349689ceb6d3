using System.CommandLine;
using System.Globalization;
using Etrms.Cli.Sessions;
using Etrms.Contracts;
using Etrms.Domain.Market;

namespace Etrms.Cli.Data;

/// <summary>Asks the running system to download, and follows it. The download is the system's: it goes on when this command ends.</summary>
internal sealed class DownloadCommand
{
    private const string Text = """
        Download public candles and funding rates into ETRMS, in the background of the running system.

        Dates are UTC; the range holds --start and ends before --end. What is stored already is not fetched again, so
        the same command goes on where an interrupted one stopped. Ctrl+C leaves the download running.

        Exit codes: 0 complete, 1 failed, 2 bad usage, 3 complete with gaps that the venue has, 130 interrupted.

        Examples:
          etrms data download --exchange binance --symbols BTCUSDT,ETHUSDT --timeframes 1m,1h,4h,1d --start 2024-01-01 --end 2024-02-01
          etrms data download --exchange all --symbols BTCUSDT --timeframes 1h --start 2024-01-01 --testnet
          etrms data download --network paper --symbols BTCUSDT --timeframes 1m --start 2025-06-12 --json
          etrms data download --follow 3f2b…    etrms data download --cancel 3f2b…
        """;

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK"];

    private readonly Terminal _terminal;
    private readonly SharedOptions _shared = new();
    private readonly Option<string> _exchange = new("--exchange") { Description = "binance, hyperliquid or all.", DefaultValueFactory = _ => "binance" };
    private readonly Option<string?> _symbols = new("--symbols") { Description = "Contracts, separated by commas; BTCUSDT is BTC on Hyperliquid.", HelpName = "A,B" };
    private readonly Option<string> _timeframes = new("--timeframes") { Description = "Lengths of candles, separated by commas; \"none\" for funding alone.", DefaultValueFactory = _ => "1h,4h,1d" };
    private readonly Option<DateTimeOffset?> _start = Date("--start", "First day or instant.");
    private readonly Option<DateTimeOffset?> _end = Date("--end", "The range ends before this day or instant. Default: now.");
    private readonly Option<string> _network = new("--network") { Description = "live, testnet or paper.", DefaultValueFactory = _ => "live" };
    private readonly Option<bool> _testnet = new("--testnet") { Description = "The same as --network testnet." };
    private readonly Option<bool> _noFunding = new("--no-funding") { Description = "Candles only." };
    private readonly Option<string?> _apiKey = new("--api-key") { Description = "Accepted for scripts that give one; public data need no key, and it is sent nowhere." };
    private readonly Option<string?> _apiSecret = new("--api-secret") { Description = "As --api-key." };
    private readonly Option<Guid?> _follow = new("--follow") { Description = "Follow a download that runs.", HelpName = "JOB" };
    private readonly Option<Guid?> _cancel = new("--cancel") { Description = "Cancel a download; what it stored stays.", HelpName = "JOB" };

    private DownloadCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new DownloadCommand(terminal).Build();

    private static Option<DateTimeOffset?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "2024-01-31",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParseExact(
                result.Tokens[0].Value, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            {
                return instant;
            }

            result.AddError($"{name}: \"{result.Tokens[0].Value}\" is no date; write 2024-01-31 or 2024-01-31T12:00Z (UTC).");
            return null;
        },
    };

    private Command Build()
    {
        var command = new Command("download", Text);
        _exchange.AcceptOnlyFromAmong("binance", "hyperliquid", "all");
        _network.AcceptOnlyFromAmong("live", "testnet", "paper");
        Option[] options = [_exchange, _symbols, _timeframes, _start, _end, _network, _testnet, _noFunding, _apiKey, _apiSecret, _follow, _cancel];
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
        var request = parsed.GetValue(_follow) is null && parsed.GetValue(_cancel) is null ? RequestOf(parsed) : null;
        using var api = await ApiClient.OpenAsync(parsed.GetValue(_shared.Api), _terminal, cancellationToken);
        if (parsed.GetValue(_cancel) is { } cancelled)
        {
            return await CancelAsync(api, cancelled, parsed.GetValue(_shared.Json), cancellationToken);
        }

        if (request is not null && (parsed.GetValue(_apiKey) ?? parsed.GetValue(_apiSecret)) is not null)
        {
            await _terminal.Error.WriteLineAsync("Note: candles and funding are public; the key is not needed and is sent nowhere.");
        }

        var download = request is null
            ? await api.GetAsync<DownloadView>($"data/downloads/{parsed.GetValue(_follow)}", cancellationToken)
            : await api.PostAsync<DownloadView>("data/downloads", ApiClient.Body(request), cancellationToken);
        return await new DownloadFollower(api, _terminal, parsed.GetValue(_shared.Json)).FollowAsync(download, cancellationToken);
    }

    private async Task<int> CancelAsync(ApiClient api, Guid id, bool json, CancellationToken cancellationToken)
    {
        var download = await api.PostAsync<DownloadView>($"data/downloads/{id}/cancel", null, cancellationToken);
        await (json ? SharedOptions.PrintAsync(_terminal, download) : _terminal.Out.WriteLineAsync(DownloadText.Ending(download)));
        return ExitCode.Complete;
    }

    private DownloadRequest RequestOf(ParseResult parsed)
    {
        if (parsed.GetValue(_testnet) && parsed.GetResult(_network) is { Implicit: false } && parsed.GetValue(_network) != "testnet")
        {
            throw new CommandFailedException("--testnet and --network contradict each other; give one.", ExitCode.BadUsage);
        }

        return new DownloadRequest
        {
            Exchanges = parsed.GetValue(_exchange) switch
            {
                "binance" => [Exchange.Binance],
                "hyperliquid" => [Exchange.Hyperliquid],
                _ => [Exchange.Binance, Exchange.Hyperliquid],
            },
            Symbols = List(parsed.GetValue(_symbols) ?? throw Missing("--symbols BTCUSDT,ETHUSDT")),
            Timeframes = parsed.GetValue(_timeframes) == "none" ? [] : List(parsed.GetValue(_timeframes)!),
            Start = parsed.GetValue(_start) ?? throw Missing("--start 2024-01-01"),
            End = parsed.GetValue(_end) ?? _terminal.Clock.GetUtcNow(),
            Network = parsed.GetValue(_testnet) ? AccountNetwork.Testnet : Enum.Parse<AccountNetwork>(parsed.GetValue(_network)!, ignoreCase: true),
            Funding = !parsed.GetValue(_noFunding),
        };
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static CommandFailedException Missing(string example) =>
        new($"Give {example}. All options: etrms data download --help", ExitCode.BadUsage);
}
