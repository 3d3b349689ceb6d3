using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Regimes.ChangePoints;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Change points of given numbers.</summary>
internal static class ChangePointRun
{
    public static JsonObject Answer(JsonElement input)
    {
        var values = input.Numbers("values");
        if (values.Length < 2)
        {
            throw CalculationInput.Bad("There must be at least two values.");
        }

        var noise = NoiseScale.Of(values);
        SegmentCost cost = input.Text("of", "mean") switch
        {
            "mean" => new MeanCost(input.Flag("scale", fallback: true) ? Scaled(values, noise) : values),
            "variance" => new VarianceCost(values),
            "both" => new MeanVarianceCost(values),
            _ => throw CalculationInput.Bad("\"of\" must be mean, variance or both."),
        };
        var penalty = input.Number("penalty", ChangePointSearch.UsualPenalty(values.Length));
        if (penalty < 0)
        {
            throw CalculationInput.Bad("\"penalty\" must not be below 0.");
        }

        return new JsonObject
        {
            ["change_points"] = CalculationInput.Series(Found(input, cost, penalty).Select(change => (double)change)),
            ["noise"] = noise,
        };
    }

    public static JsonObject Cusum(JsonElement input)
    {
        var cusum = new TabularCusum(input.Number("target"), input.Number("slack"), input.Number("limit"));
        var readings = input.Numbers("values").Select(value => cusum.Next(value)!.Value).ToList();
        return new JsonObject
        {
            ["above"] = CalculationInput.Series(readings.Select(reading => reading.Above)),
            ["below"] = CalculationInput.Series(readings.Select(reading => reading.Below)),
            ["direction"] = CalculationInput.Series(readings.Select(reading => (double)reading.Direction)),
        };
    }

    /// <summary>A series in units of its noise.</summary>
    public static double[] Scaled(double[] values, double? noise) =>
        noise is { } scale ? [.. values.Select(value => value / scale)]
        : throw CalculationInput.Bad("The noise of \"values\" is not known: too few, or most of them equal. Give \"scale\": false, and a penalty in their units.");

    private static ImmutableArray<int> Found(JsonElement input, SegmentCost cost, double penalty) => input.Text("method", "pelt") switch
    {
        "pelt" => ChangePointSearch.Pelt(cost, penalty),
        "binary" => ChangePointSearch.BinarySegmentation(cost, penalty, input.Whole("most", 10)),
        "single" => ChangePointSearch.Single(cost, penalty) is { } change ? [change] : [],
        _ => throw CalculationInput.Bad("\"method\" must be pelt, binary or single."),
    };
}
