using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Etrms.Cli;
using Etrms.Contracts;
using Etrms.Domain.Market.History;

namespace Etrms.Integration.Tests.Data;

/// <summary>etrms backtest run, from files to a file.</summary>
public sealed class BacktestRunTests : IDisposable
{
    private const int Hours = 1_200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("etrms-backtest-");

    public BacktestRunTests() => WriteCandles();

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string> Requests => new()
    {
        { "standard", """ "circuit_breakers": [{"type": "MAX_DRAWDOWN", "threshold": 0.05, "action": "CLOSE_POSITIONS", "enabled": true}], "parameters": {"risk_per_trade": 0.02, "leverage": 3} """ },
        { "optimization", """ "parameters": {"optimization_target": "sharpe_ratio", "parameters_to_optimize": {"stop_loss_percent": {"start": 0.01, "end": 0.05, "step": 0.01}, "take_profit_percent": {"start": 0.02, "end": 0.1, "step": 0.02}}} """ },
        { "walk_forward", """ "walk_forward": {"train_bars": 400, "test_bars": 100}, "parameters": {"parameters_to_optimize": {"fast": {"start": 5, "end": 15, "step": 5}}} """ },
        { "monte_carlo", """ "parameters": {"num_simulations": 100, "randomize_parameters": {"slippage": {"min": 0.0001, "max": 0.001}, "win_rate": {"min": 0.4, "max": 0.6}}} """ },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_documented_forms_give_the_same_bytes_on_one_thread_and_on_two(string type, string extra)
    {
        var request = WriteRequest(type, extra);

        var (one, said) = await RunAsync(request, threads: 1);
        var (two, _) = await RunAsync(request, threads: 2);

        Assert.True(one is not null, said);
        Assert.Equal(one, two);
        var result = JsonSerializer.Deserialize<BacktestResultView>(one, EtrmsJson.Options)!;
        Assert.False(result.IsPartial);
        Assert.NotEmpty(result.Trades);
        Assert.Equal(result.Equity.TimesMs.Count, result.Equity.Equity.Count);
        Assert.Equal((type == "optimization", type == "walk_forward", type == "monte_carlo"), (result.Optimization is not null, result.WalkForward is not null, result.MonteCarlo is not null));
        Assert.Equal(SeriesVerdict.Clean, result.Certificate.Verdict);
        Assert.True(result.Lookahead!.Passed, result.Lookahead.Explanation);
        Assert.All(result.Metrics.Values, metric => Assert.NotEmpty(metric.Convention));
    }

    [Fact]
    public async Task Sets_by_regime_are_chosen_the_same_on_one_thread_and_on_two_and_told_in_the_result()
    {
        const string sets = """
            "strategy": {
              "name": "moving_average_cross", "parameters": {"fast": 8, "slow": 21},
              "regimes": {"ranging": {"strategy": "bollinger_reversion", "parameters": {"period": 15}}, "volatile": {"size": 0.5}},
              "size": {"volatility": {"high": 0.4}, "liquidity": {"low": 0.5}}
            },
            "parameters": {"parameters_to_optimize": {"ranging.period": {"start": 10, "end": 20, "step": 5}, "slow": {"start": 21, "end": 24, "step": 3}}}
            """;
        var request = WriteRequest("optimization", sets);

        var (one, said) = await RunAsync(request, threads: 1);
        var (two, _) = await RunAsync(request, threads: 2);

        Assert.True(one is not null, said);
        Assert.Equal(one, two);
        var result = JsonSerializer.Deserialize<BacktestResultView>(one, EtrmsJson.Options)!;
        var contract = Assert.Single(result.Sets!.Contracts);
        Assert.Equal(["unknown", "ranging", "volatile"], result.Sets.Sets.Select(set => set.Regime));
        Assert.Equal("bollinger_reversion", result.Sets.Sets[1].Strategy);
        Assert.Equal(result.Parameters["ranging.period"], result.Sets.Sets[1].Parameters["period"]);
        Assert.Equal(1, contract.ByRegime.Sum(regime => regime.Share), 9);
        Assert.Contains(contract.BySet, set => set is { Regime: "ranging", Trades: > 0 });
        Assert.Equal(contract.ChangesTotal, contract.Changes.Count);
        Assert.Contains(result.Trades, trade => trade.SizeFraction < 1);
        Assert.Contains(result.Assumptions, sentence => sentence.StartsWith("The set for a candle", StringComparison.Ordinal));
        Assert.True(result.Lookahead!.Passed, result.Lookahead.Explanation);
        Assert.Contains("Sets           BTCUSDT: base", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sets_that_equal_the_base_change_nothing_in_the_result_but_what_is_said_of_them()
    {
        var plain = await ResultAsync(""" "strategy": {"name": "moving_average_cross"} """);
        var sets = await ResultAsync(""" "strategy": {"name": "moving_average_cross", "regimes": {"trending": {}, "ranging": {"strategy": "moving_average_cross"}}} """);

        Assert.NotNull(sets.Sets);
        var bare = sets with { Sets = null, Assumptions = plain.Assumptions, Lookahead = plain.Lookahead };
        Assert.Equal(JsonSerializer.Serialize(plain, EtrmsJson.Options), JsonSerializer.Serialize(bare, EtrmsJson.Options));

        async Task<BacktestResultView> ResultAsync(string strategy)
        {
            var (written, said) = await RunAsync(WriteRequest("standard", strategy), threads: 1);
            Assert.True(written is not null, said);
            return JsonSerializer.Deserialize<BacktestResultView>(written, EtrmsJson.Options)!;
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_set_is_told_by_its_field()
    {
        var request = WriteRequest("standard", """ "strategy": {"name": "moving_average_cross", "regimes": {"sideways": {}}, "size": {"liquidity": {"thin": 0.5}}} """);
        var (_, names) = await RunAsync(request, threads: 1, expected: ExitCode.BadUsage);
        request = WriteRequest("standard", """ "strategy": {"name": "moving_average_cross", "regimes": {"ranging": {"size": 2, "parameters": {"speed": 3}}}} """);
        var (_, values) = await RunAsync(request, threads: 1, expected: ExitCode.BadUsage);

        Assert.Contains("strategy.regimes.sideways: There is no regime \"sideways\". Known are trending, ranging, volatile, breakout, reversal", names, StringComparison.Ordinal);
        Assert.Contains("strategy.size.liquidity.thin: There is no state \"thin\"", names, StringComparison.Ordinal);
        Assert.Contains("strategy.regimes.ranging.size: Must be a share from 0 to 1", values, StringComparison.Ordinal);
        Assert.Contains("strategy.regimes.ranging.parameters.speed: moving_average_cross has no parameter \"speed\"", values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_run_is_told_by_field_and_nothing_is_written()
    {
        var request = WriteRequest("optimization", """ "strategy": {"name": "nope"}, "parameters": {"parameters_to_optimize": {"fast": {"start": 9, "end": 1, "step": 1}}} """);

        var (result, said) = await RunAsync(request, threads: 1, expected: ExitCode.BadUsage);

        Assert.Null(result);
        Assert.Contains("strategy.name: There is no strategy \"nope\"", said, StringComparison.Ordinal);
        Assert.Contains("parameters.parameters_to_optimize.fast: start is 9 and end 1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_where_something_is_needed_and_dates_beyond_the_calendar_are_told_too()
    {
        var request = WriteRequest("standard", """ "name": "far", "symbols": null, "circuit_breakers": null, "exchanges": null """, symbols: "", exchanges: "");
        await File.WriteAllTextAsync(
            request, (await File.ReadAllTextAsync(request, TestContext.Current.CancellationToken)).Replace("2024-02-19", "9999-12-31", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var (_, said) = await RunAsync(request, threads: 1, expected: ExitCode.BadUsage);

        Assert.Contains("exchanges: Give at least one", said, StringComparison.Ordinal);
        Assert.Contains("symbols: Give at least one", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candles_of_another_contract_are_refused()
    {
        var request = WriteRequest("standard", """ "name": "other", "symbols": ["ETHUSDT"] """, symbols: "");

        var (result, said) = await RunAsync(request, threads: 1, expected: ExitCode.BadUsage);

        Assert.Null(result);
        Assert.Contains("BTCUSDT-1h.csv.gz holds none of Binance:ETHUSDT", said, StringComparison.Ordinal);
    }

    private string WriteRequest(string type, string extra, string symbols = """ "name": "run", "symbols": ["BTCUSDT"], """, string exchanges = """ "exchanges": ["binance"], """)
    {
        var path = Path.Combine(_folder.FullName, "request.json");
        File.WriteAllText(path, $$"""
            { {{symbols}} "type": "{{type}}", "start_date": "2024-01-01T00:00:00Z", "end_date": "2024-02-19T23:59:59Z", {{exchanges}}
              "timeframe": "1h", "initial_capital": 10000.0, {{extra}} }
            """);
        return path;
    }

    private async Task<(byte[]? Result, string Said)> RunAsync(string request, int threads, int expected = ExitCode.Complete)
    {
        using var written = new StringWriter();
        var terminal = Terminal.OfProcess() with { Out = written, Error = written, IsWatched = false };
        var target = Path.Combine(_folder.FullName, $"result-{threads}.json");
        var code = await EtrmsCommand.RunAsync(
            ["backtest", "run", "--candles", Path.Combine(_folder.FullName, "BTCUSDT-1h.csv.gz"), "--request", request, "--out", target, "--threads", $"{threads}"],
            terminal, TestContext.Current.CancellationToken);
        Assert.True(code == expected, written.ToString());
        return (File.Exists(target) ? await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken) : null, written.ToString());
    }

    /// <summary>A seeded walk, in the format of recorded files.</summary>
    private void WriteCandles()
    {
        using var packed = new GZipStream(File.Create(Path.Combine(_folder.FullName, "BTCUSDT-1h.csv.gz")), CompressionLevel.Fastest);
        using var text = new StreamWriter(packed);
        text.WriteLine(RecordedRows.HeaderOf(SeriesKind.Perpetual));
        var (random, price) = (new Random(5), 40_000.0);
        for (var hour = 0; hour < Hours; hour++)
        {
            var open = price;
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.02);
            var at = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour).ToUnixTimeMilliseconds();
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at},{open:0.00},{Math.Max(open, price) * 1.002:0.00},{Math.Min(open, price) * 0.998:0.00},{price:0.00},10"));
        }
    }
}
