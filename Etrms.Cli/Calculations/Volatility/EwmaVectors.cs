using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Files of EWMA variance with several starts.</summary>
internal sealed partial class EwmaVectors : IVectorFamily
{
    private const string FirstSquare = "seedFirstSquare";

    public string Name => "EWMA variance";

    public bool Takes(VectorFile file) =>
        file.Has("parameters", "lambda") && file.Has("input", "returns")
        && file.Expected.EnumerateObject().Any(member => member.Name.Contains(FirstSquare, StringComparison.Ordinal));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (returns, tolerance) = (file.Input.Numbers("returns"), Tolerance.Of(file.Tolerance));
        foreach (var member in file.Expected.EnumerateObject())
        {
            var key = Key().Match(member.Name);
            var lambda = key.Groups["lambda"].Success ? Number(key.Groups["lambda"]) : file.Parameters.Number("lambda");
            switch (key.Groups["what"].Value)
            {
                case FirstSquare:
                    findings.Series(member.Name, member.Value, EwmaVariance.Over(returns, lambda), tolerance);
                    break;
                case "normalisedWeights":
                    findings.Series(member.Name, member.Value, EwmaVariance.Over(returns, lambda, EwmaStart.NormalisedWeights), tolerance);
                    break;
                case "archBackcast":
                    Backcast(member, returns, lambda, findings, tolerance);
                    break;
                case "fiveStepForecastVariance":
                    var flat = EwmaVariance.Over(returns, lambda, EwmaStart.Backcast)[^1];
                    findings.Series(member.Name, member.Value, Enumerable.Repeat(flat, member.Value.GetArrayLength()).ToArray(), tolerance);
                    break;
                case "lastAnnualisedVol":
                    findings.Value(member.Name, member.Value, Math.Sqrt(Number(key.Groups["perYear"]) * EwmaVariance.Over(returns, lambda)[^1]), tolerance);
                    break;
                default:
                    findings.Missing(member.Name, member.Value);
                    break;
            }
        }
    }

    /// <summary>The volatility expected of each return, so one place later than the variance that the return before left.</summary>
    private static void Backcast(JsonProperty member, double[] returns, double lambda, VectorFindings findings, Tolerance tolerance)
    {
        var before = EwmaVariance.BeforeFirst(returns, EwmaStart.Backcast);
        var expected = EwmaVariance.Over(returns, lambda, EwmaStart.Backcast)[..^1].Prepend(before).Select(Math.Sqrt).ToArray();
        findings.Value($"{member.Name}.backcast", member.Value.GetProperty("backcast"), before, tolerance);
        findings.Series(member.Name, member.Value.GetProperty("conditionalVolatility_t_given_t-1"), expected, tolerance);
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(lambda(?<lambda>[\d.]+)_)?(?<what>[a-zA-Z]+)(?<perYear>\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
