using Etrms.Cli;

namespace Etrms.Integration.Tests.Data;

public sealed class CommandLineTests
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), $"etrms-{Guid.NewGuid():N}", "session.json");

    [Theory]
    [InlineData("data download --exchange kraken --symbols BTCUSDT --start 2024-01-01", "Must be one of")]
    [InlineData("data download --symbols BTCUSDT --start yesterday", "\"yesterday\" is no date")]
    [InlineData("data download --symbols BTCUSDT", "Give --start")]
    [InlineData("data download --start 2024-01-01", "Give --symbols")]
    [InlineData("data download --symbols BTCUSDT --start 2024-01-01 --testnet --network live", "contradict")]
    [InlineData("data download --cancel nonsense", "nonsense")]
    [InlineData("data download --no-such-option", "--no-such-option")]
    [InlineData("data import", "Required argument")]
    [InlineData("data import /no/such/BTCUSDT-1h.csv.gz", "There is no file")]
    [InlineData("data certificate --exchange kraken", "kraken")]
    [InlineData("data list --api nonsense", "is no address")]
    [InlineData("config import /no/such/file.json", "There is no file")]
    [InlineData("config revert", "Required argument")]
    [InlineData("config diff --from one", "one")]
    [InlineData("config", "Required command")]
    [InlineData("calc", "Give --list, or NAME with --input FILE")]
    [InlineData("calc RSI", "Give the input of RSI with --input FILE")]
    [InlineData("calc RSI --input /no/such.json", "There is no file /no/such.json")]
    [InlineData("calc nonsense --list", "There is no calculation nonsense")]
    [InlineData("calc --vectors /no/such", "There is no folder /no/such")]
    [InlineData("calc --vectors / --share 1.5", "--share must lie above 0")]
    [InlineData("data", "Required command")]
    [InlineData("nonsense", "nonsense")]
    public async Task Bad_usage_is_told_on_stderr_with_exit_code_2(string line, string told)
    {
        var run = await RunAsync(line);

        Assert.Equal((ExitCode.BadUsage, ""), (run.Code, run.Out));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("login --help")]
    [InlineData("logout --help")]
    [InlineData("data download --help")]
    [InlineData("data import --help")]
    [InlineData("data list --help")]
    [InlineData("data certificate --help")]
    [InlineData("config export --help")]
    [InlineData("config import --help")]
    [InlineData("config diff --help")]
    [InlineData("config history --help")]
    [InlineData("config revert --help")]
    [InlineData("replay --help")]
    [InlineData("backtest golden --help")]
    [InlineData("calc --help")]
    public async Task Every_command_has_help_with_examples(string line)
    {
        var run = await RunAsync(line);

        Assert.Equal((ExitCode.Complete, ""), (run.Code, run.Error));
        Assert.Matches("Examples?:\\s+etrms", run.Out);
    }

    [Fact]
    public async Task Without_a_session_a_command_says_how_to_log_in()
    {
        var run = await RunAsync("data list --api http://127.0.0.1:9");

        Assert.Equal((ExitCode.Failed, ""), (run.Code, run.Out));
        Assert.Contains("etrms login --api http://127.0.0.1:9", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Api_that_does_not_answer_is_named_with_what_to_do()
    {
        var run = await RunAsync("login --api http://127.0.0.1:9", password: "a long pass phrase");

        Assert.Equal((ExitCode.Failed, ""), (run.Code, run.Out));
        Assert.Contains("http://127.0.0.1:9/ does not answer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_without_terminal_and_password_asks_for_the_variable()
    {
        var run = await RunAsync("login --api http://127.0.0.1:9");

        Assert.Equal(ExitCode.BadUsage, run.Code);
        Assert.Contains("ETRMS_PASSWORD", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RunAsync(string line, string? password = null) =>
        CommandRun.StartAsync(line.Split(' '), Nowhere, password, TestContext.Current.CancellationToken);
}
