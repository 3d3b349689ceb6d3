using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>What is told of two series.</summary>
internal static class PairCalculations
{
    private const int UsualPeriod = 30;

    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "ROLLING_CORRELATION", CorrelationFamily.Name, "Pearson correlation over windows, and the beta of the left to the right one: correlation, beta",
            [new("left", "numbers"), new("right", "numbers"), new("period", "points in a window", $"{UsualPeriod}")],
            Rolling),
        new StatedCalculation(
            "CORRELATION_TEST", CorrelationFamily.Name, "Whether a correlation differs from 0: pearson, spearman, kendall, t, degrees, p_value, low, high",
            [new("left", "numbers"), new("right", "numbers")],
            Test),
        new StatedCalculation(
            "STRESS_CORRELATION", CorrelationFamily.Name, "Correlation on the market's worst days: calm, stressed, adjusted, benchmark, days",
            [new("market", "numbers"), new("asset", "numbers"), new("quantile", "of the market's returns", "0.1")],
            Stress),
    ];

    private static JsonObject Rolling(JsonElement input)
    {
        var (left, right) = Pair(input, "left", "right");
        var moments = RollingCorrelation.Over(left, right, input.WholeFrom("period", 2, UsualPeriod));
        return new JsonObject
        {
            ["correlation"] = CalculationInput.Series(moments.Correlation()),
            ["beta"] = CalculationInput.Series(moments.Beta()),
        };
    }

    private static JsonObject Test(JsonElement input)
    {
        var (left, right) = Pair(input, "left", "right");
        var test = PairCorrelation.Test(left, right);
        return new JsonObject
        {
            ["pearson"] = PairCorrelation.Pearson(left, right),
            ["spearman"] = PairCorrelation.Spearman(left, right),
            ["kendall"] = PairCorrelation.Kendall(left, right),
            ["t"] = test?.T,
            ["degrees"] = test?.Degrees,
            ["p_value"] = test?.PValue,
            ["low"] = test?.Low,
            ["high"] = test?.High,
        };
    }

    private static JsonObject Stress(JsonElement input)
    {
        var (market, asset) = Pair(input, "market", "asset");
        var quantile = input.Number("quantile", StressCorrelation.UsualQuantile);
        var stress = quantile is > 0 and < 1
            ? StressCorrelation.Of(market, asset, quantile)
            : throw CalculationInput.Bad("\"quantile\" must lie above 0 and below 1.");
        return new JsonObject
        {
            ["calm"] = stress?.Calm,
            ["stressed"] = stress?.Stressed,
            ["adjusted"] = stress?.Adjusted,
            ["benchmark"] = stress?.Benchmark,
            ["days"] = stress?.Days,
        };
    }

    private static (double[] Left, double[] Right) Pair(JsonElement input, string left, string right)
    {
        var (one, other) = (input.Numbers(left), input.Numbers(right));
        return one.Length == other.Length ? (one, other) : throw CalculationInput.Bad($"\"{left}\" and \"{right}\" must have one length.");
    }
}
