using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>What is told of a series of returns or volatilities: EWMA, cone and regimes.</summary>
internal static class SeriesCalculations
{
    private static readonly VolatilityRegimes UsualRegimes = new();

    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "EWMA_VARIANCE", VolatilityFamily.Name, "RiskMetrics variance that each return leaves for the next one: variance",
            [
                new("returns", "numbers"),
                new("lambda", "weight of the past", "0.94"),
                new("start", "first_square, normalised_weights or backcast", "first_square"),
            ],
            Ewma),
        new StatedCalculation(
            "VOLATILITY_CONE", VolatilityFamily.Name, "How volatility over windows was distributed, and where it stands: an entry per window",
            [
                new("returns", "numbers, log returns"),
                new("windows", "numbers, returns per window"),
                new("returns_per_year", "365 for days of a market that never closes", "365"),
            ],
            Cone),
        new StatedCalculation(
            "VOLATILITY_REGIMES", VolatilityFamily.Name, "Low, normal or high by rank within the trailing window, with hysteresis: regime",
            [
                new("volatility", "numbers"),
                new("lookback", "volatilities that the rank is taken among", $"{UsualRegimes.Lookback}"),
                new("least", "volatilities without which there is no rank", $"{UsualRegimes.Least}"),
                new("enter", "rank from which it is high", "0.75"),
                new("leave", "rank below which it is high no longer", "0.65"),
            ],
            Regimes),
    ];

    private static JsonObject Ewma(JsonElement input)
    {
        var lambda = input.Number("lambda", EwmaVariance.UsualLambda);
        if (lambda is not (> 0 and < 1))
        {
            throw CalculationInput.Bad("\"lambda\" must lie above 0 and below 1.");
        }

        var start = input.Text("start", "first_square") switch
        {
            "first_square" => EwmaStart.FirstSquare,
            "normalised_weights" => EwmaStart.NormalisedWeights,
            "backcast" => EwmaStart.Backcast,
            var other => throw CalculationInput.Bad($"There is no start {other}. There are: first_square, normalised_weights, backcast."),
        };
        return new JsonObject { ["variance"] = CalculationInput.Series(EwmaVariance.Over(input.Numbers("returns"), lambda, start)) };
    }

    private static JsonObject Cone(JsonElement input)
    {
        var windows = input.WholesFrom("windows", 2);
        var cone = VolatilityCone.Of(input.Numbers("returns"), windows, input.Positive("returns_per_year", VolatilityFamily.DaysPerYear));
        return new JsonObject { ["windows"] = new JsonArray([.. cone.Select(Entry)]) };
    }

    private static JsonObject Entry(ConeWindow window) => new()
    {
        ["window"] = window.Window,
        ["count"] = window.Count,
        ["min"] = window.Least,
        ["probabilities"] = CalculationInput.Series(VolatilityCone.Probabilities),
        ["quantiles"] = CalculationInput.Series(window.Quantiles),
        ["max"] = window.Most,
        ["mean"] = window.Mean,
        ["current"] = window.Current,
        ["rank"] = window.Rank,
        ["overlap_factor"] = window.OverlapFactor,
    };

    private static JsonObject Regimes(JsonElement input)
    {
        var rules = new VolatilityRegimes(
            input.WholeFrom("lookback", 1, UsualRegimes.Lookback),
            input.WholeFrom("least", 1, UsualRegimes.Least),
            input.Number("enter", UsualRegimes.Enter),
            input.Number("leave", UsualRegimes.Leave));
        if (rules is not { Enter: > 0.5 and <= 1, Leave: >= 0.5 } || rules.Leave > rules.Enter)
        {
            throw CalculationInput.Bad("\"enter\" must lie above 0.5 and not above 1, and \"leave\" between 0.5 and \"enter\".");
        }

        return new JsonObject
        {
            ["regime"] = new JsonArray([.. rules.Over(input.Numbers("volatility")).Select(regime => regime is { } known ? JsonValue.Create(known.ToString().ToLowerInvariant()) : null)]),
        };
    }
}
