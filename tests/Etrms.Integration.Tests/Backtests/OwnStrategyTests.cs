using System.Collections.Immutable;
using Etrms.Cli;
using Etrms.Contracts.Strategies;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Integration.Tests.Backtests;

/// <summary>The strategy of the template, built beside these tests, in a folder of own strategies.</summary>
public sealed class OwnStrategyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-strategies").FullName;

    private static string Sample { get; } = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "MyStrategy", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "MyStrategy.dll");

    [Fact]
    public void The_strategy_of_the_template_joins_the_catalogue()
    {
        File.Copy(Sample, Path.Combine(_folder, "MyStrategy.dll"));

        var content = StrategyFolder.Load(_folder);

        Assert.Empty(content.Faults);
        Assert.Equal(["my_strategy"], content.Own.Select(definition => definition.Name));
        Assert.Equal(StrategyCatalog.BuiltIn.All.Length + 1, content.Catalog.All.Length);
        Assert.Equal(24, content.Catalog.WarmUpBars("my_strategy", ImmutableDictionary<string, ParameterValue>.Empty));
        Assert.IsAssignableFrom<IStrategy>(
            content.Catalog.Maker("my_strategy", ImmutableDictionary<string, ParameterValue>.Empty)(new InstrumentId(Exchange.Binance, "BTCUSDT")));
    }

    [Fact]
    public void A_strategy_may_bring_libraries_in_a_folder_of_its_name()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "MyStrategy")).FullName;
        File.Copy(Sample, Path.Combine(inside, "MyStrategy.dll"));
        File.WriteAllText(Path.Combine(inside, "Library.dll"), "not looked at");

        Assert.Empty(StrategyFolder.Load(_folder).Faults);
        Assert.Single(StrategyFolder.Load(_folder).Own);
    }

    [Fact]
    public void What_cannot_be_loaded_is_named_and_the_rest_is_there()
    {
        File.Copy(Sample, Path.Combine(_folder, "A.dll"));
        File.Copy(Sample, Path.Combine(_folder, "B.dll"));
        File.WriteAllText(Path.Combine(_folder, "C.dll"), "no assembly");
        File.Copy(typeof(StrategyFolder).Assembly.Location, Path.Combine(_folder, "D.dll"));

        var content = StrategyFolder.Load(_folder);

        Assert.Single(content.Own);
        Assert.Equal(["B.dll", "C.dll", "D.dll"], content.Faults.Select(fault => fault.Split(':')[0]));
        Assert.Contains("there is a strategy \"my_strategy\" already", content.Faults[0], StringComparison.Ordinal);
        Assert.Contains("is no .NET assembly", content.Faults[1], StringComparison.Ordinal);
        Assert.Contains("holds no strategy", content.Faults[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_lists_strategies_with_their_parameters()
    {
        File.Copy(Sample, Path.Combine(_folder, "MyStrategy.dll"));
        using var written = new StringWriter();
        var terminal = Terminal.OfProcess() with { Out = written, Error = written };

        var code = await EtrmsCommand.RunAsync(["backtest", "strategies", "--strategies", _folder], terminal, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Complete, code);
        Assert.Contains("my_strategy (own): Momentum", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("Candles to look back.", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("moving_average_cross: ", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing() => Assert.Empty(StrategyFolder.Load(Path.Combine(_folder, "none")).Own);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
