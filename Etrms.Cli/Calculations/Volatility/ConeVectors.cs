using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Files of volatility cones.</summary>
internal sealed class ConeVectors : IVectorFamily
{
    private static readonly string[] Quantiles = ["p5", "p10", "p25", "median", "p75", "p90", "p95"];

    public string Name => "volatility cone";

    public bool Takes(VectorFile file) => file.Has("input", "logReturns") && file.Has("parameters", "windows");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var cone = VolatilityCone.Of(file.Input.Numbers("logReturns"), file.Parameters.WholesFrom("windows", 2), file.Parameters.Number("N"));
        foreach (var expected in file.Expected.EnumerateObject())
        {
            if (cone.FirstOrDefault(each => each.Window.ToString(CultureInfo.InvariantCulture) == expected.Name) is not { } window)
            {
                findings.Missing(expected.Name, expected.Value);
                continue;
            }

            foreach (var member in expected.Value.EnumerateObject())
            {
                findings.Value($"{expected.Name}.{member.Name}", member.Value, Value(window, member), Tolerance.Of(file.Tolerance));
            }
        }
    }

    private static double? Value(ConeWindow window, JsonProperty member) => member.Name switch
    {
        "count" => window.Count,
        "min" => window.Least,
        "max" => window.Most,
        "mean" => window.Mean,
        "current" => window.Current,
        "currentPercentileRank(<=)" => window.Rank,
        "hodgesTompkinsFactor" => window.OverlapFactor,
        var name => Array.IndexOf(Quantiles, name) is >= 0 and var at ? window.Quantiles[at] : null,
    };
}
