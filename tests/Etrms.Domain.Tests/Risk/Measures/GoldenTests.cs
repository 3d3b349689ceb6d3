using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures;

/// <summary>What NumPy and SciPy make of generated closes (tests/golden/risk), beside what we make of them.</summary>
public sealed class GoldenTests
{
    private static readonly string[] Coins = ["BTC", "ETH", "SOL"];

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "risk-measures.json"))).RootElement;

    private static readonly double[] Notionals = [.. Coins.Select(coin => Golden.Number("notionals", coin))];

    private static readonly double[][] Returns = [.. Coins.Select(ReturnsOf)];

    private static readonly double[] Profits = Scenarios.Profits(Notionals, Returns);

    public static TheoryData<string> Levels => ["0.95", "0.975", "0.99"];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Historical_value_at_risk_and_shortfall_are_NumPys(string level) =>
        Near(Golden.At("historical", level), HistoricalTail.Of(Profits, Number(level))!.Value, 1e-9);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Filtered_value_at_risk_and_shortfall_are_NumPys(string level) =>
        Near(Golden.At("filtered", level), FilteredHistorical.Of(Profits, Number(level), VarianceModel.Ewma())!.Value, 1e-9);

    /// <summary>Both search for a maximum: they agree as far as its flatness allows.</summary>
    [Theory]
    [MemberData(nameof(Levels))]
    public void The_fitted_tail_is_SciPys(string level)
    {
        var surprises = VarianceModel.Ewma().Standardise(Profits, out var next);
        var tail = ParetoTail.FitAbove([.. surprises.Select(surprise => -surprise)], 0.9)!.Value;
        var risk = tail.At(Number(level))!.Value;
        var expected = Golden.At("extreme", level);

        Assert.Equal(expected.Number("xi"), tail.Xi, 1e-3);
        ReferenceFile.Near(expected.Number("beta"), tail.Beta, 1e-3);
        Near(expected, new TailRisk(risk.ValueAtRisk * Math.Sqrt(next), risk.ExpectedShortfall * Math.Sqrt(next)), 1e-3);
    }

    [Fact]
    public void Betas_correlations_and_their_exposure_are_NumPys()
    {
        var matrix = Correlation.OfSimpleReturns(Returns);

        for (var i = 0; i < Coins.Length; i++)
        {
            ReferenceFile.Near(Golden.Number("beta", Coins[i], "raw"), MarketBeta.Of(Returns[i], Returns[0], shrinkage: 0)!.Value, 1e-9);
            ReferenceFile.Near(Golden.Number("beta", Coins[i], "shrunk"), MarketBeta.Of(Returns[i], Returns[0])!.Value, 1e-9);
            Assert.Equal(Golden.At("correlation")[i].EnumerateArray().Select(value => Math.Round(value.GetDouble(), 9)), Enumerable.Range(0, 3).Select(j => Math.Round(matrix[i, j], 9)));
        }

        ReferenceFile.Near(Golden.Number("correlation_adjusted"), Diversification.CorrelationAdjusted(Notionals, matrix), 1e-9);
    }

    [Fact]
    public void Kupiecs_ratio_is_SciPys()
    {
        foreach (var row in Golden.At("kupiec").EnumerateArray())
        {
            var ratio = CoverageTest.Kupiec((int)row.Number("observations"), (int)row.Number("exceptions"), row.Number("probability"));

            ReferenceFile.Near(row.Number("statistic"), ratio.Statistic, 1e-8);
            ReferenceFile.Near(row.Number("p"), ratio.PValue, 1e-8);
        }
    }

    private static double[] ReturnsOf(string coin)
    {
        double[] closes = [.. Golden.At("closes", coin).EnumerateArray().Select(close => Number(close.GetString()!))];
        return [.. closes.Skip(1).Select((close, i) => (close / closes[i]) - 1)];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Near(JsonElement expected, TailRisk actual, double share)
    {
        ReferenceFile.Near(expected.Number("var"), actual.ValueAtRisk, share);
        ReferenceFile.Near(expected.Number("es"), actual.ExpectedShortfall, share);
    }
}
