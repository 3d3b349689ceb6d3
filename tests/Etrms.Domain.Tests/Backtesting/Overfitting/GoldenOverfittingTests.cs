using System.Text.Json;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Backtesting.Overfitting;

/// <summary>What the same formulas, written once more in Python (tests/golden/backtest), make of made-up returns.</summary>
public sealed class GoldenOverfittingTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "backtest-overfitting.json"))).RootElement;

    private static readonly double[][] Returns = [.. Golden.At("returns").EnumerateArray().Select(series => series.Numbers())];

    [Fact]
    public void Cross_validation_agrees_with_the_plain_enumeration()
    {
        var estimate = CrossValidation.Estimate(Returns, Golden.At("blocks").GetInt32());

        Assert.Equal(Golden.At("cscv", "combinations").GetInt32(), estimate.Logits.Length);
        Assert.Equal(Golden.Number("cscv", "probability"), estimate.Probability, 12);
        Assert.Equal(Golden.Number("cscv", "mean_logit"), estimate.Logits.Average(), 9);
    }

    [Fact]
    public void Deflation_and_minimum_length_agree()
    {
        var statistics = PeriodStatistics.Of(Returns[^1], 365);
        var trials = Golden.At("trials").GetInt64();
        var deflated = SharpeSignificance.Deflated(statistics.Sharpe / Math.Sqrt(365), statistics.Moments, trials, Golden.Number("variance_of_trials"));

        ReferenceFile.Near(Golden.Number("probabilistic_sharpe"), statistics.ProbabilisticSharpe!.Value, 1e-9);
        ReferenceFile.Near(Golden.Number("deflated_sharpe"), deflated!.Value, 1e-7);
        ReferenceFile.Near(Golden.Number("min_backtest_years"), SharpeSignificance.MinBacktestYears(statistics.Sharpe, trials)!.Value, 1e-7);
    }

    [Fact]
    public void Figures_of_periods_agree()
    {
        var statistics = PeriodStatistics.Of(Returns[^1], 365);

        ReferenceFile.Near(Golden.Number("sharpe"), statistics.Sharpe!.Value, 1e-10);
        ReferenceFile.Near(Golden.Number("sortino"), statistics.Sortino!.Value, 1e-10);
        ReferenceFile.Near(Golden.Number("annualized_return"), statistics.AnnualizedReturn!.Value, 1e-10);
        ReferenceFile.Near(Golden.Number("max_drawdown"), statistics.MaxDrawdown, 1e-10);
    }
}
