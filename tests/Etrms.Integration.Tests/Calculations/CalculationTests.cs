using System.Text.Json;
using Etrms.Cli;

namespace Etrms.Integration.Tests.Calculations;

public sealed class CalculationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-calc-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_indicator_prints_json_with_null_where_it_is_undefined()
    {
        var run = await CalculateAsync("sma", """{"close": [1, 2, 3, 5], "period": 2}""");

        Assert.Equal((ExitCode.Complete, ""), (run.Code, run.Error));
        Assert.Equal("""{"sma":[null,1.5,2.5,4]}""", run.Out.Trim());
    }

    [Fact]
    public async Task What_is_only_known_later_can_be_put_where_charts_draw_it()
    {
        const string Bars = "\"high\": [1, 2, 5, 3, 2, 1], \"low\": [1, 1, 1, 1, 1, 1]";

        var known = await CalculateAsync("FRACTAL", $$"""{{{Bars}}}""");
        var drawn = await CalculateAsync("FRACTAL", $$"""{{{Bars}}, "align": "drawn"}""");

        Assert.Equal("[null,null,null,null,5,null]", Member(known.Out, "top"));
        Assert.Equal("[null,null,5,null,null,null]", Member(drawn.Out, "top"));
    }

    [Fact]
    public async Task A_candlestick_pattern_is_a_calculation_too()
    {
        var flat = string.Join(',', Enumerable.Repeat("10", 11));
        var high = string.Join(',', Enumerable.Repeat("11", 11));

        var run = await CalculateAsync("CDLDOJI", $$"""{"open": [{{flat}}], "high": [{{high}}], "low": [{{flat}}], "close": [{{flat}}]}""");

        Assert.Equal("[null,null,null,null,null,null,null,null,null,null,100]", Member(run.Out, "signal"));
    }

    [Fact]
    public async Task A_walk_through_a_book_tells_what_stays_unfilled()
    {
        var run = await CalculateAsync("BOOK_WALK", """{"bids": [], "asks": [["100.1", "1"], [100.2, 3]], "side": "buy", "quantity": 5}""");

        Assert.Equal((ExitCode.Complete, ""), (run.Code, run.Error));
        Assert.Equal(("4", "1", "null"), (Member(run.Out, "filled"), Member(run.Out, "unfilled"), Member(run.Out, "slippage_bps_mid")));
    }

    [Theory]
    [InlineData("SPREAD_ESTIMATE", """{"close": [1, 2, 3], "estimator": "best"}""", "\"estimator\" must be one of: roll, ")]
    [InlineData("BOOK_WALK", """{"bids": [], "asks": [[1]], "side": "buy", "quantity": 5}""", "\"asks[0]\" must be [price, quantity]")]
    [InlineData("HMM_FIT", """{"values": [1, 1, 1]}""", "\"values\" must vary")]
    [InlineData("HMM_DECODE", """{"values": [1], "start": [1, 1], "transitions": [[1, 0], [0, 1]], "mean": [0, 0], "deviation": [1, 1]}""", "start probabilities")]
    [InlineData("ALLOCATION", """{"covariance": [[1, 2], [2, 1]]}""", "some weights would have a variance below 0")]
    [InlineData("ALLOCATION", """{"covariance": [[1, 0.5], [0.4, 1]]}""", "must be symmetric")]
    [InlineData("CORRELATION", """{"returns": [[1, 2], [2, 2], [3, 2]]}""", "Column 1 of \"returns\" does not move.")]
    [InlineData("COVERAGE_TEST", """{"exceptions": []}""", "must not be empty")]
    [InlineData("CHANGE_POINTS", """{"values": [1, 1, 1, 1]}""", "noise of \"values\" is not known")]
    [InlineData("FIVE_POINTS", """{"extrema": [1, 2], "time": [1, 2], "first": "max"}""", "five numbers each")]
    public async Task A_measure_that_cannot_be_taken_says_why(string name, string input, string told)
    {
        var run = await CalculateAsync(name, input);

        Assert.Equal((ExitCode.BadUsage, ""), (run.Code, run.Out));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"close": [1, 2], "perod": 2}""", "SMA takes no \"perod\". It takes: close, period.")]
    [InlineData("""{"period": 2}""", "close")]
    [InlineData("""{"close": [1, null], "period": 2}""", "\"close[1]\" is no finite number: null.")]
    [InlineData("""{"close": "1", "period": 2}""", "\"close\" must be an array of numbers.")]
    [InlineData("""{"close": [1, 2], "period": 0}""", "\"period\" must be a whole number from 1 to 100000.")]
    [InlineData("""[1, 2]""", "The input must be an object")]
    [InlineData("""{"close": [1,""", "is not JSON")]
    public async Task A_wrong_input_is_told_by_the_name_of_what_is_wrong(string input, string told)
    {
        var run = await CalculateAsync("SMA", input);

        Assert.Equal((ExitCode.BadUsage, ""), (run.Code, run.Out));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vector_files_are_told_by_their_keys_and_a_difference_by_its_place()
    {
        await WriteAsync("one.json", Vectors("[null, 1.5, 2.5]"));
        await WriteAsync("two.json", Vectors("[null, 1.5, 2.6]"));
        await WriteAsync("three.json", """{"input": {}, "expected": {}}""");

        var strict = await RunAsync("calc", "--vectors", _folder);
        var half = await RunAsync("calc", "--vectors", _folder, "--share", "0.5");

        Assert.Equal(ExitCode.Failed, strict.Code);
        Assert.Contains("passed   one.json: indicators of Stock.Indicators, 2 of 2 values match (100.00 %)", strict.Out, StringComparison.Ordinal);
        Assert.Contains("FAILED   two.json: indicators of Stock.Indicators, 1 of 2 values match (50.00 %)", strict.Out, StringComparison.Ordinal);
        Assert.Contains("SMA.sma[2] is 2.5, not 2.6", strict.Out, StringComparison.Ordinal);
        Assert.Contains("unknown  three.json", strict.Out, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed, 1 unknown", strict.Out, StringComparison.Ordinal);
        Assert.Contains("2 passed, 0 failed, 1 unknown", half.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reference_vector_of_a_known_family_passes()
    {
        var reference = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(reference), "Set ETRMS_REFERENCE to the folder with the reference vectors.");

        var run = await RunAsync("calc", "--vectors", Path.Combine(reference!, "vectors", "quant"));

        Assert.True(run.Code == ExitCode.Complete, run.Out);
        Assert.Matches(@"\d+ passed, 0 failed, \d+ unknown", run.Out);
        Assert.Equal(
            ["corr 4", "ind 6", "liq 5", "port 2", "reg 7", "setup 2", "tail 7", "vol 6"],
            run.Out.Split('\n').Where(line => line.StartsWith("passed   ", StringComparison.Ordinal))
                .GroupBy(line => line["passed   ".Length..line.IndexOf('-', StringComparison.Ordinal)])
                .Select(family => $"{family.Key} {family.Count()}"));
    }

    /// <summary>Outliers, ties, near-singular matrices, heavy tails; tests/golden/analysis says how the files came about.</summary>
    [Fact]
    public async Task What_SciPy_and_others_make_of_hard_data_comes_out_here_too()
    {
        var run = await RunAsync("calc", "--vectors", Path.Combine(AppContext.BaseDirectory, "golden", "analysis"));

        Assert.True(run.Code == ExitCode.Complete, run.Out);
        Assert.Contains("13 passed, 0 failed, 0 unknown", run.Out, StringComparison.Ordinal);
    }

    private static string Vectors(string expected) => $$$"""
        {
          "input": {"close": [1, 2, 3]}, "parameters": {"SMA": {"period": 2}},
          "expected": {"SMA": {"sma": {{{expected}}}}}, "tolerance": {"rel": 1e-9, "abs": 1e-9}
        }
        """;

    private static string Member(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetRawText();

    private async Task<(int Code, string Out, string Error)> CalculateAsync(string name, string input) =>
        await RunAsync("calc", name, "--input", await WriteAsync("input.json", input));

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await EtrmsCommand.RunAsync(args, Terminal.OfProcess() with { Out = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
