using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Files of value at risk and shortfall per level: by definition, and under the names of PerformanceAnalytics, whose losses are negative.</summary>
internal sealed class ValueAtRiskVectors : IVectorFamily
{
    private const string Package = "PerformanceAnalytics";
    private const string Modified = "cornishFisher_";
    private const string Moments = "moments_ddof0";

    public string Name => "value at risk";

    public bool Takes(VectorFile file) => file.Has("input", "returns") && file.Has("parameters", "levels")
        && (file.Has("expected", Package) || file.Expected.EnumerateObject().Any(member => member.Value.Has("historical")));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (returns, tolerance) = (file.Input.Numbers("returns"), Tolerance.Of(file.Tolerance));
        if (ParametricTail.Of(returns) is not { } tail)
        {
            findings.Missing("returns that move", file.Expected);
            return;
        }

        foreach (var member in file.Expected.EnumerateObject())
        {
            var level = double.TryParse(member.Name.Replace(Modified, "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var number) ? number : 0;
            var values = member.Value.ValueKind == JsonValueKind.Object ? Flat(member.Value) : [("", member.Value)];
            foreach (var (key, value) in values)
            {
                double? made = member.Name is Package or Moments ? OfPackage(key, returns, tail)
                    : member.Name.StartsWith(Modified, StringComparison.Ordinal) ? tail.Modified(level).ValueAtRisk
                    : OfLevel(key, returns, tail, level);
                findings.Value($"{member.Name}.{key}", value, made, tolerance);
            }
        }
    }

    private static double? OfLevel(string key, double[] returns, ParametricTail tail, double level) => key switch
    {
        "historical.VaR_type7" => HistoricalTail.Of(returns, level, minimum: 1)?.ValueAtRisk,
        "historical.VaR_orderStat(ceil(n p))" => OrderTail.Of(returns, level, minimum: 1)?.ValueAtRisk,
        "historical.ES_meanOfLossesAtOrBeyondType7" => HistoricalTail.Of(returns, level, minimum: 1)?.ExpectedShortfall,
        "historical.ES_AcerbiTasche" => OrderTail.Of(returns, level, minimum: 1)?.ExpectedShortfall,
        "gaussian_ddof0.VaR" => tail.Gaussian(level).ValueAtRisk,
        "gaussian_ddof0.ES" => tail.Gaussian(level).ExpectedShortfall,
        "cornishFisher_ddof0.VaR" => tail.Modified(level).ValueAtRisk,
        "cornishFisher_ddof0.z_cf" => tail.ModifiedQuantile(level),
        _ => null,
    };

    private static double? OfPackage(string key, double[] returns, ParametricTail tail)
    {
        switch (key)
        {
            case "mean":
                return tail.Mean;
            case "sd":
                return tail.Deviation;
            case "sd1":
                return tail.Deviation * Math.Sqrt(returns.Length / (returns.Length - 1.0));
            case "skew":
                return tail.Skewness;
            case "exkurt" or "excessKurtosis":
                return tail.ExcessKurtosis;
        }

        var parts = key.Split('_');
        var level = double.Parse(parts[2], CultureInfo.InvariantCulture);
        TailRisk? risk = parts[1] switch
        {
            "historical" => HistoricalTail.Of(returns, level, minimum: 1),
            "gaussian" => tail.Gaussian(level),
            "modified" => tail.Modified(level),
            _ => null,
        };
        return parts[0] switch
        {
            "VaR" => -risk?.ValueAtRisk,
            "ESraw" => -risk?.ExpectedShortfall,
            // The package never tells a shortfall below the value at risk.
            "ES" when risk is { } both => -Math.Max(both.ExpectedShortfall, both.ValueAtRisk),
            _ => null,
        };
    }

    private static IEnumerable<(string Key, JsonElement Value)> Flat(JsonElement element) => element.EnumerateObject().SelectMany(member =>
        member.Value.ValueKind == JsonValueKind.Object
            ? Flat(member.Value).Select(inner => ($"{member.Name}.{inner.Key}", inner.Value))
            : [(member.Name, member.Value)]);
}
