using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Value at risk and shortfall by several models, a fitted tail, and tests of forecasts.</summary>
internal static class TailCalculations
{
    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "VALUE_AT_RISK", TailFamily.Name, "Value at risk and expected shortfall as positive losses: historical, order_statistic, gaussian, modified, moments",
            [new("returns", "numbers, losses negative"), new("level", "such as 0.99", "0.99")],
            ValueAtRisk),
        new StatedCalculation(
            "PARETO_TAIL", TailFamily.Name, "Generalised Pareto tail over a threshold: threshold, exceedances, xi, beta, standard errors, risk",
            [new("losses", "numbers, losses positive"), new("threshold_quantile", "of the losses", "0.95"), new("level", "such as 0.99", "0.99")],
            Pareto),
        new StatedCalculation(
            "COVERAGE_TEST", TailFamily.Name, "Kupiec's and Christoffersen's tests and the Basel zone: unconditional, independence, conditional, zone",
            [new("exceptions", "numbers, 1 where the loss was beyond the forecast, else 0"), new("probability", "share of exceptions that the forecast allows", "0.01")],
            Coverage),
    ];

    private static JsonObject ValueAtRisk(JsonElement input)
    {
        var (returns, level) = (input.Numbers("returns"), Share(input, "level", 0.99));
        var moments = ParametricTail.Of(returns);
        return new JsonObject
        {
            ["historical"] = Risk(HistoricalTail.Of(returns, level, minimum: 1)),
            ["order_statistic"] = Risk(OrderTail.Of(returns, level, minimum: 1)),
            ["gaussian"] = Risk(moments?.Gaussian(level)),
            ["modified"] = Risk(moments?.Modified(level)),
            ["is_modified_sound"] = moments?.IsModifiedSound(),
            ["skewness"] = moments?.Skewness,
            ["excess_kurtosis"] = moments?.ExcessKurtosis,
        };
    }

    private static JsonObject Pareto(JsonElement input)
    {
        var losses = input.Numbers("losses");
        if (ParetoTail.FitAbove(losses, Share(input, "threshold_quantile", 0.95), minimum: 1) is not { } tail)
        {
            throw CalculationInput.Bad("No loss exceeds the threshold.");
        }

        var errors = ParetoErrors.Observed(tail, losses);
        return new JsonObject
        {
            ["threshold"] = tail.Threshold,
            ["exceedances"] = tail.Exceedances,
            ["is_enough"] = tail.Exceedances >= ParetoTail.Enough,
            ["xi"] = tail.Xi,
            ["beta"] = tail.Beta,
            ["xi_error"] = errors?.Xi,
            ["beta_error"] = errors?.Beta,
            ["risk"] = Risk(tail.At(Share(input, "level", 0.99))),
        };
    }

    private static JsonObject Coverage(JsonElement input)
    {
        if (input.Numbers("exceptions").Length == 0)
        {
            throw CalculationInput.Bad("\"exceptions\" must not be empty.");
        }

        bool[] exceptions = [.. input.Numbers("exceptions").Select(number => number switch
        {
            0 => false,
            1 => true,
            _ => throw CalculationInput.Bad("\"exceptions\" must hold 0 and 1 alone."),
        })];
        var probability = Share(input, "probability", 0.01);
        var test = CoverageTest.Of(exceptions, probability);
        return new JsonObject
        {
            ["observations"] = test.Observations,
            ["exceptions"] = test.Exceptions,
            ["unconditional"] = Ratio(test.Unconditional),
            ["independence"] = Ratio(test.Independence),
            ["conditional"] = Ratio(test.Conditional),
            ["zone"] = CoverageTest.Light(test.Observations, test.Exceptions, probability).ToString().ToLowerInvariant(),
        };
    }

    private static double Share(JsonElement input, string name, double fallback) =>
        input.Number(name, fallback) is > 0 and < 1 and var share ? share : throw CalculationInput.Bad($"\"{name}\" must lie above 0 and below 1.");

    private static JsonObject? Risk(TailRisk? risk) => risk is { } both
        ? new JsonObject { ["value_at_risk"] = both.ValueAtRisk, ["expected_shortfall"] = both.ExpectedShortfall }
        : null;

    private static JsonObject Ratio(LikelihoodRatio ratio) => new() { ["statistic"] = ratio.Statistic, ["p_value"] = ratio.PValue };
}
