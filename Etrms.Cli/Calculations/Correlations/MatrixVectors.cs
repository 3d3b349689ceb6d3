using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Files of correlation matrices by several methods, their eigenvalues and a test of one pair.</summary>
internal sealed partial class MatrixVectors : IVectorFamily
{
    private const string Absorption = "absorptionRatioTop";

    public string Name => "correlation matrices";

    /// <summary>The rows of returns in an input, whose name tells their number: "returns_500x8". Null without.</summary>
    public static double[][]? RowsOf(VectorFile file)
    {
        var name = file.Has("input") && file.Input.ValueKind == JsonValueKind.Object
            ? file.Input.EnumerateObject().Select(member => member.Name).FirstOrDefault(member => Rows().IsMatch(member))
            : null;
        return name is null ? null : file.Input.Rows(name);
    }

    public bool Takes(VectorFile file) => file.Has("expected", "pearson") && file.Has("expected", "kendall") && RowsOf(file) is not null;

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (series, tolerance) = (SeriesInput.Columns(RowsOf(file)!), Tolerance.Of(file.Tolerance));
        var pearson = CorrelationMatrix.Of(series);
        var summary = CorrelationSummary.Of(pearson);
        foreach (var member in file.Expected.EnumerateObject())
        {
            switch (member.Name)
            {
                case "pearson":
                    findings.Matrix(member.Name, member.Value, pearson, tolerance);
                    break;
                case "spearman":
                    findings.Matrix(member.Name, member.Value, CorrelationMatrix.Of(series, CorrelationMethod.Spearman), tolerance);
                    break;
                case "kendall":
                    findings.Matrix(member.Name, member.Value, CorrelationMatrix.Of(series, CorrelationMethod.Kendall), tolerance);
                    break;
                case "ewma":
                    Ewma(member.Value, series, findings, tolerance);
                    break;
                case var name when Pair().Match(name) is { Success: true } pair:
                    Test(member, series, pair, file.Input, findings, tolerance);
                    break;
                default:
                    Summary(member, summary, findings, tolerance);
                    break;
            }
        }
    }

    private static void Ewma(JsonElement expected, double[][] series, VectorFindings findings, Tolerance tolerance)
    {
        foreach (var weight in expected.EnumerateObject())
        {
            var lambda = double.Parse(weight.Name["lambda".Length..], CultureInfo.InvariantCulture);
            foreach (var start in weight.Value.EnumerateObject())
            {
                var covariance = start.Name switch
                {
                    "normalisedWeights" => Covariances.Ewma(series, lambda),
                    "recursive_seedFirst" => Covariances.EwmaFromFirst(series, lambda),
                    _ => null,
                };
                if (covariance is null)
                {
                    findings.Missing($"{weight.Name}.{start.Name}", start.Value);
                }
                else
                {
                    findings.Matrix($"{weight.Name}.{start.Name}", start.Value, CorrelationMatrix.OfCovariance(covariance), tolerance);
                }
            }
        }
    }

    private static void Test(JsonProperty member, double[][] series, Match pair, JsonElement input, VectorFindings findings, Tolerance tolerance)
    {
        var names = input.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToList();
        var test = PairCorrelation.Test(series[names.IndexOf(pair.Groups["one"].Value)], series[names.IndexOf(pair.Groups["other"].Value)]);
        findings.Value($"{member.Name}.r", member.Value.GetProperty("r"), test?.Correlation, tolerance);
        findings.Value($"{member.Name}.t", member.Value.GetProperty("t"), test?.T, tolerance);
        findings.Value($"{member.Name}.df", member.Value.GetProperty("df"), test?.Degrees, tolerance);
        findings.Value($"{member.Name}.p", member.Value.GetProperty("p"), test?.PValue, tolerance);
        findings.Value($"{member.Name}.low", member.Value.GetProperty("ci")[0], test?.Low, tolerance);
        findings.Value($"{member.Name}.high", member.Value.GetProperty("ci")[1], test?.High, tolerance);
    }

    private static void Summary(JsonProperty member, CorrelationSummary? summary, VectorFindings findings, Tolerance tolerance)
    {
        switch (member.Name)
        {
            case "eigenvaluesOfPearson":
                findings.Series(member.Name, member.Value, (summary?.Eigenvalues ?? []).AsSpan(), tolerance);
                break;
            case "meanPairwise":
                findings.Value(member.Name, member.Value, summary?.MeanPairwise, tolerance);
                break;
            case var name when name.StartsWith(Absorption, StringComparison.Ordinal):
                var components = int.Parse(name.AsSpan(Absorption.Length), CultureInfo.InvariantCulture);
                findings.Value(name, member.Value, summary?.AbsorptionRatio(components), tolerance);
                break;
            case "effectiveRank_entropy":
                findings.Value(member.Name, member.Value, summary?.EffectiveRank, tolerance);
                break;
            default:
                findings.Missing(member.Name, member.Value);
                break;
        }
    }

    [GeneratedRegex(@"^returns_\d+x\d+$")]
    private static partial Regex Rows();

    [GeneratedRegex(@"^cor\.test\((?<one>[^,]+),(?<other>[^)]+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pair();
}
