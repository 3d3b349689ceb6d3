using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Correlations;
using Etrms.Domain.Analysis.Correlation;
using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Cli.Calculations.Portfolios;

/// <summary>Weights by several objectives, and how spread given weights are.</summary>
internal static class PortfolioCalculations
{
    private const string CapText = "the largest weight, for minimum_variance, maximum_sharpe and maximum_diversification";

    /// <summary>How far below 0 rounding may carry the smallest eigenvalue of a correlation matrix.</summary>
    private const double Rounding = 1e-9;

    private static readonly Dictionary<string, Func<JsonElement, double[,], double[]?>> Objectives = new(StringComparer.Ordinal)
    {
        ["minimum_variance"] = (input, covariance) => VarianceAllocations.MinimumVariance(covariance, Cap(input)),
        ["minimum_variance_unconstrained"] = (_, covariance) => VarianceAllocations.MinimumVarianceUnconstrained(covariance),
        ["maximum_sharpe"] = (input, covariance) => VarianceAllocations.MaximumSharpe(covariance, Returns(input, covariance), Cap(input)),
        ["maximum_diversification"] = (input, covariance) => VarianceAllocations.MaximumDiversification(covariance, Cap(input)),
        ["risk_parity"] = (_, covariance) => RiskParity.EqualContributions(covariance),
        ["hierarchical"] = (_, covariance) => HierarchicalRiskParity.Of(covariance),
        ["hierarchical_ward"] = (_, covariance) => HierarchicalRiskParity.Of(covariance, Linkage.Ward),
        ["inverse_variance"] = (_, covariance) => VarianceAllocations.InverseVariance(covariance),
        ["inverse_volatility"] = (_, covariance) => VarianceAllocations.InverseVolatility(covariance),
    };

    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "ALLOCATION", PortfolioFamily.Name, "Weights by an objective, and their scores: weights, volatility, diversification_ratio, risk_shares, …",
            [
                new("covariance", "rows of numbers"),
                new("objective", $"one of {string.Join(", ", Objectives.Keys)}", "risk_parity"),
                new("returns", "numbers, expected above what cash earns, for maximum_sharpe", "none"),
                new("cap", CapText, "1"),
            ],
            Allocate),
        new StatedCalculation(
            "DIVERSIFICATION", PortfolioFamily.Name, "How spread given weights are: volatility, diversification_ratio, risk_shares, effective_weights, …",
            [new("covariance", "rows of numbers"), new("weights", "numbers")],
            Score),
    ];

    private static JsonObject Allocate(JsonElement input)
    {
        var (covariance, name) = (Covariance(input), input.Text("objective", "risk_parity"));
        if (!Objectives.TryGetValue(name, out var objective))
        {
            throw CalculationInput.Bad($"There is no objective {name}. There are: {string.Join(", ", Objectives.Keys)}.");
        }

        var weights = objective(input, covariance)
            ?? throw CalculationInput.Bad("There are no such weights: the matrix is not positive definite, no return is above 0, or the cap leaves less than 1 to share out.");
        var made = Scores(weights, covariance);
        made["weights"] = CalculationInput.Series(weights);
        return made;
    }

    private static JsonObject Score(JsonElement input)
    {
        var (covariance, weights) = (Covariance(input), input.Numbers("weights"));
        return weights.Length == covariance.GetLength(0)
            ? Scores(weights, covariance)
            : throw CalculationInput.Bad("\"weights\" must be as many as the rows of \"covariance\".");
    }

    private static JsonObject Scores(double[] weights, double[,] covariance)
    {
        var scores = PortfolioScores.Of(weights, covariance);
        return new JsonObject
        {
            ["volatility"] = scores?.Volatility,
            ["diversification_ratio"] = scores?.DiversificationRatio,
            ["risk_shares"] = scores is null ? null : CalculationInput.Series(scores.RiskShares),
            ["effective_weights"] = scores?.EffectiveWeights,
            ["effective_bets"] = scores?.EffectiveBets,
            ["effective_components"] = scores?.EffectiveComponents,
        };
    }

    private static double[,] Covariance(JsonElement input)
    {
        var covariance = input.Symmetric("covariance");
        if (!Enumerable.Range(0, covariance.GetLength(0)).All(i => covariance[i, i] > 0))
        {
            throw CalculationInput.Bad("\"covariance\" must have variances above 0 on its diagonal.");
        }

        return covariance.Length == 1 || CorrelationSummary.Of(CorrelationMatrix.OfCovariance(covariance)) is { Eigenvalues: [.., >= -Rounding] }
            ? covariance
            : throw CalculationInput.Bad("\"covariance\" is none: some weights would have a variance below 0. NEAREST_CORRELATION repairs its correlations.");
    }

    private static double[] Returns(JsonElement input, double[,] covariance) =>
        input.Numbers("returns") is var returns && returns.Length == covariance.GetLength(0)
            ? returns
            : throw CalculationInput.Bad("\"returns\" must be as many as the rows of \"covariance\".");

    internal static double Cap(JsonElement input) =>
        input.Number("cap", 1) is > 0 and <= 1 and var cap ? cap : throw CalculationInput.Bad("\"cap\" must lie above 0 and not above 1.");
}
