using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Correlations;
using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Cli.Calculations.Portfolios;

/// <summary>Weights by what past returns would have made of them.</summary>
internal static class ScenarioCalculation
{
    private const int LeastPoints = 20;
    private const double UsualLevel = 0.95;

    private static readonly Dictionary<string, Func<double[][], double, double, double[]?>> Objectives = new(StringComparer.Ordinal)
    {
        ["minimum_shortfall"] = (series, level, cap) => ScenarioAllocations.MinimumShortfall(series, level, cap),
        ["minimum_deviation"] = (series, _, cap) => ScenarioAllocations.MinimumDeviation(series, cap),
        ["shortfall_parity"] = (series, level, _) => ShortfallParity.Of(series, level),
    };

    public static ICalculation Create() => new StatedCalculation(
        "SCENARIO_ALLOCATION", PortfolioFamily.Name, "Long-only weights by the tail or the mean deviation of past returns: weights",
        [
            new("returns", $"rows of numbers by time, a column per asset, {LeastPoints} or more"),
            new("objective", $"one of {string.Join(", ", Objectives.Keys)}", "minimum_shortfall"),
            new("level", "of the expected shortfall", "0.95"),
            new("cap", "the largest weight, but for shortfall_parity", "1"),
        ],
        Run);

    private static JsonObject Run(JsonElement input)
    {
        var name = input.Text("objective", "minimum_shortfall");
        if (!Objectives.TryGetValue(name, out var objective))
        {
            throw CalculationInput.Bad($"There is no objective {name}. There are: {string.Join(", ", Objectives.Keys)}.");
        }

        var level = input.Number("level", UsualLevel) is > 0 and < 1 and var share
            ? share
            : throw CalculationInput.Bad("\"level\" must lie above 0 and below 1.");
        var weights = objective(input.Returns(LeastPoints), level, PortfolioCalculations.Cap(input))
            ?? throw CalculationInput.Bad("There are no such weights: the cap leaves less than 1 to share out, or some weights never lose in the tail.");
        return new JsonObject { ["weights"] = CalculationInput.Series(weights) };
    }
}
