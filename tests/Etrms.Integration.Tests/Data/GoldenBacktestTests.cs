using Etrms.Cli;

namespace Etrms.Integration.Tests.Data;

public sealed class GoldenBacktestTests
{
    [Fact]
    public async Task Every_known_result_comes_out_trade_by_trade()
    {
        var reference = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(reference), "Set ETRMS_REFERENCE to the folder with the reference vectors.");
        using var written = new StringWriter();
        var terminal = Terminal.OfProcess() with { Out = written, Error = written };

        var code = await EtrmsCommand.RunAsync(
            ["backtest", "golden", Path.Combine(reference!, "vectors", "backtest"), "--data", reference!], terminal, TestContext.Current.CancellationToken);

        Assert.True(code == ExitCode.Complete, written.ToString());
        Assert.Contains(" passed, 0 failed", written.ToString(), StringComparison.Ordinal);
    }
}
