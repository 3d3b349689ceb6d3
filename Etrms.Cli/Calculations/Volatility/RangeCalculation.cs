using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Rolling volatility by any of the estimators.</summary>
internal static class RangeCalculation
{
    private const int UsualPeriod = 30;

    /// <summary>Names as in other libraries.</summary>
    public static IReadOnlyDictionary<string, VolatilityEstimator> Estimators { get; } = new Dictionary<string, VolatilityEstimator>(StringComparer.Ordinal)
    {
        ["close"] = VolatilityEstimator.CloseToClose,
        ["parkinson"] = VolatilityEstimator.Parkinson,
        ["garman.klass"] = VolatilityEstimator.GarmanKlass,
        ["gk.yz"] = VolatilityEstimator.GarmanKlassYangZhang,
        ["rogers.satchell"] = VolatilityEstimator.RogersSatchell,
        ["yang.zhang"] = VolatilityEstimator.YangZhang,
    };

    public static ICalculation Create() => new StatedCalculation(
        "VOLATILITY", VolatilityFamily.Name, "Rolling volatility per year, as a fraction: volatility",
        [
            new("estimator", $"one of {string.Join(", ", Estimators.Keys)}", "close"),
            new("period", "bars; of close, returns", $"{UsualPeriod}"),
            new("bars_per_year", "365 for days of a market that never closes", "365"),
            new("open", "numbers, but for close and parkinson", "none"),
            new("high", "numbers, but for close", "none"),
            new("low", "numbers, but for close", "none"),
            new("close", "numbers, but for parkinson", "none"),
        ],
        Run);

    private static JsonObject Run(JsonElement input)
    {
        var name = input.Text("estimator", "close");
        if (!Estimators.TryGetValue(name, out var estimator))
        {
            throw CalculationInput.Bad($"There is no estimator {name}. There are: {string.Join(", ", Estimators.Keys)}.");
        }

        var bars = BarArrays.Of(input, RangeVolatility.ColumnsOf(estimator));
        var period = input.WholeFrom("period", 2, UsualPeriod);
        return new JsonObject
        {
            ["volatility"] = CalculationInput.Series(RangeVolatility.Over(bars.Spans, estimator, period, input.Positive("bars_per_year", VolatilityFamily.DaysPerYear))),
        };
    }
}
