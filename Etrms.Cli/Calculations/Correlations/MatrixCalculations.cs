using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>What is told of several series at once.</summary>
internal static class MatrixCalculations
{
    private const double UsualLambda = 0.94;

    private static readonly Dictionary<string, Func<double[][], (double? Shrinkage, double[,] Covariance)>> Shrinkages = new(StringComparer.Ordinal)
    {
        ["none"] = series => (null, Covariances.Sample(series)),
        ["ledoit_wolf"] = series => Plain(IdentityShrinkage.LedoitWolf(series)),
        ["oracle"] = series => Plain(IdentityShrinkage.Oracle(series)),
        ["constant_correlation"] = series => Plain(ConstantCorrelationShrinkage.Of(series)),
        ["single_factor"] = series => Plain(SingleFactorShrinkage.Of(series)),
        ["correlations"] = series => ByParts(CorrelationShrinkage.Of(series)),
    };

    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "CORRELATION", CorrelationFamily.Name, "Correlations of several series: matrix, mean_pairwise, eigenvalues, effective_rank",
            [
                new("returns", "rows of numbers by time, a column per series"),
                new("method", "pearson, spearman, kendall or ewma", "pearson"),
                new("lambda", "weight of the past, for ewma", "0.94"),
            ],
            Correlation),
        new StatedCalculation(
            "COVARIANCE", CorrelationFamily.Name, "Covariances of several series, shrunk or not: covariance, shrinkage",
            [
                new("returns", "rows of numbers by time, a column per series"),
                new("shrinkage", $"one of {string.Join(", ", Shrinkages.Keys)}", "ledoit_wolf"),
            ],
            Covariance),
        new StatedCalculation(
            "NEAREST_CORRELATION", CorrelationFamily.Name, "The correlation matrix nearest to a symmetric one (Higham): matrix, distance, is_reached",
            [new("matrix", "rows of numbers")],
            Nearest),
        new StatedCalculation(
            "CORRELATION_CHANGE", CorrelationFamily.Name, "Whether correlations have changed, by Jennrich: statistic, p_value",
            [
                new("before", "rows of numbers, a correlation matrix"),
                new("after", "rows of numbers, a correlation matrix"),
                new("points_before", "that the first was measured on"),
                new("points_after", "that the second was measured on"),
            ],
            Change),
    ];

    private static JsonObject Correlation(JsonElement input)
    {
        var series = input.Returns(leastPoints: 3);
        var matrix = input.Text("method", "pearson") switch
        {
            "pearson" => CorrelationMatrix.Of(series),
            "spearman" => CorrelationMatrix.Of(series, CorrelationMethod.Spearman),
            "kendall" => CorrelationMatrix.Of(series, CorrelationMethod.Kendall),
            "ewma" => CorrelationMatrix.OfCovariance(Covariances.Ewma(series, Lambda(input))),
            var other => throw CalculationInput.Bad($"There is no method {other}. There are: pearson, spearman, kendall, ewma."),
        };
        var summary = CorrelationSummary.Of(matrix);
        return new JsonObject
        {
            ["matrix"] = SeriesInput.Node(matrix),
            ["mean_pairwise"] = summary?.MeanPairwise,
            ["eigenvalues"] = summary is null ? null : CalculationInput.Series(summary.Eigenvalues),
            ["effective_rank"] = summary?.EffectiveRank,
        };
    }

    private static JsonObject Covariance(JsonElement input)
    {
        var name = input.Text("shrinkage", "ledoit_wolf");
        if (!Shrinkages.TryGetValue(name, out var shrink))
        {
            throw CalculationInput.Bad($"There is no shrinkage {name}. There are: {string.Join(", ", Shrinkages.Keys)}.");
        }

        var (shrinkage, covariance) = shrink(input.Returns(leastPoints: 3));
        return new JsonObject { ["covariance"] = SeriesInput.Node(covariance), ["shrinkage"] = shrinkage };
    }

    private static JsonObject Nearest(JsonElement input)
    {
        var nearest = NearestCorrelation.To(input.Symmetric("matrix"));
        return new JsonObject
        {
            ["matrix"] = SeriesInput.Node(nearest.Matrix),
            ["distance"] = nearest.Distance,
            ["is_reached"] = nearest.IsReached,
        };
    }

    private static JsonObject Change(JsonElement input)
    {
        var (before, after) = (input.Symmetric("before"), input.Symmetric("after"));
        if (before.Length != after.Length)
        {
            throw CalculationInput.Bad("\"before\" and \"after\" must have one size.");
        }

        var test = CorrelationChange.Jennrich(before, input.WholeFrom("points_before", 2), after, input.WholeFrom("points_after", 2));
        return new JsonObject { ["statistic"] = test?.Statistic, ["p_value"] = test?.PValue };
    }

    private static double Lambda(JsonElement input) =>
        input.Number("lambda", UsualLambda) is > 0 and < 1 and var lambda ? lambda : throw CalculationInput.Bad("\"lambda\" must lie above 0 and below 1.");

    private static (double? Shrinkage, double[,] Covariance) Plain(Shrunk made) => (made.Shrinkage, made.Covariance);

    private static (double? Shrinkage, double[,] Covariance) ByParts(CorrelationShrinkage made) => (made.OfCorrelations, made.Covariance);
}
