using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Regimes by rules and by hidden states, mixtures, and change points.</summary>
internal static class RegimeFamily
{
    private const string Family = "regimes";

    public static CalculationFamily Create() => new(
        [
            new StatedCalculation(
                "REGIME", Family, "Regime per bar by thresholds with hysteresis: regime, turn, direction, trend_strength, volatility_ratio, and transitions",
                [new("high", "numbers"), new("low", "numbers"), new("close", "numbers")],
                RegimeRun.Answer),
            new StatedCalculation(
                "HMM_FIT", Family, "Hidden Markov model of normal states by EM, by rising deviation: log_likelihood, bic, start, transitions, mean, deviation, filtered, viterbi, …",
                [new("values", "numbers"), new("states", "whole number", "2"), new("starts", "beginnings that are tried", "48"), new("seed", "whole number", "1")],
                HiddenRun.Fit),
            new StatedCalculation(
                "HMM_DECODE", Family, "Probabilities and path of given states: log_likelihood, filtered, smoothed, viterbi, viterbi_log_probability",
                [
                    new("values", "numbers"), new("start", "probabilities"), new("transitions", "rows of probabilities"), new("mean", "numbers"),
                    new("deviation", "numbers"),
                ],
                HiddenRun.Decode),
            new StatedCalculation(
                "GMM", Family, "Mixture of normal distributions by EM, components by rising first mean: log_likelihood, aic, bic, weights, means, covariances",
                [new("rows", "rows of numbers"), new("components", "whole number", "2"), new("starts", "beginnings that are tried", "48"), new("seed", "whole number", "1")],
                HiddenRun.Mixture),
            new StatedCalculation(
                "CHANGE_POINTS", Family, "Changes of a level or a variance, as the number of values before each: change_points, noise",
                [
                    new("values", "numbers"), new("of", "mean, variance or both", "mean"), new("method", "pelt, binary or single", "pelt"),
                    new("penalty", "per change", "2 ln n"), new("most", "changes, for binary", "10"),
                    new("scale", "whether to divide by the noise first, for a mean", "true"),
                ],
                ChangePointRun.Answer),
            new StatedCalculation(
                "CUSUM", Family, "Page's cumulative sums: above, below, direction",
                [new("values", "numbers"), new("target", "number"), new("slack", "number"), new("limit", "number")],
                ChangePointRun.Cusum),
        ],
        [
            new HiddenDecodeVectors(), new HiddenFitVectors(), new MixtureVectors(), new ChangePointVectors(), new CusumVectors(), new RegimeLabelVectors(),
        ]);
}

/// <summary>Regimes of a series of bars.</summary>
internal static class RegimeRun
{
    public static JsonObject Answer(JsonElement input)
    {
        var bars = BarArrays.Of(input, BarColumns.RangeAndClose);
        var readings = Over(bars, new RegimeRules());
        var history = RegimeHistory.Of([.. readings.Select(reading => reading?.Regime)]);
        return new JsonObject
        {
            ["regime"] = Words(readings, reading => reading.Regime.ToString()),
            ["turn"] = Words(readings, reading => reading.Turn.ToString()),
            ["direction"] = Numbers(readings, reading => reading.Direction),
            ["trend_strength"] = Numbers(readings, reading => reading.TrendStrength),
            ["volatility_ratio"] = Numbers(readings, reading => reading.VolatilityRatio),
            ["transitions"] = new JsonObject(Enum.GetValues<MarketRegime>().Select(from => KeyValuePair.Create(
                Name(from.ToString()), (JsonNode?)new JsonObject(Enum.GetValues<MarketRegime>().Select(
                    to => KeyValuePair.Create(Name(to.ToString()), (JsonNode?)history.Probability(from, to))))))),
        };
    }

    /// <summary>One reading per bar; null where it is not known.</summary>
    public static RegimeReading?[] Over(BarArrays bars, RegimeRules rules)
    {
        var detector = new RegimeDetector(rules);
        var readings = new RegimeReading?[bars.Spans.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = detector.Next(new Ohlcv(bars.Close![i], bars.High![i], bars.Low![i], bars.Close[i], 0));
        }

        return readings;
    }

    private static string Name(string word) => word.ToLowerInvariant();

    private static JsonArray Words(RegimeReading?[] readings, Func<RegimeReading, string> word) =>
        [.. readings.Select(reading => reading is { } known ? (JsonNode?)Name(word(known)) : null)];

    private static JsonArray Numbers(RegimeReading?[] readings, Func<RegimeReading, double> number) =>
        CalculationInput.Series(readings.Select(reading => reading is { } known ? number(known) : double.NaN));
}
