using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Files of shrunk covariances over the last so many rows: "T60".</summary>
internal sealed partial class ShrinkageVectors : IVectorFamily
{
    private const string Identity = "ledoitWolf_identity";

    public string Name => "shrunk covariances";

    public bool Takes(VectorFile file) =>
        MatrixVectors.RowsOf(file) is not null && file.Expected.EnumerateObject().Any(member => Key().IsMatch(member.Name) && member.Value.Has(Identity));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (rows, tolerance) = (MatrixVectors.RowsOf(file)!, Tolerance.Of(file.Tolerance));
        foreach (var member in file.Expected.EnumerateObject())
        {
            var count = int.Parse(Key().Match(member.Name).Groups["rows"].ValueSpan, CultureInfo.InvariantCulture);
            var series = SeriesInput.Columns(rows[^count..]);
            foreach (var kind in member.Value.EnumerateObject())
            {
                Compare($"{member.Name}.{kind.Name}", kind, series, findings, tolerance);
            }
        }
    }

    private static void Compare(string key, JsonProperty kind, double[][] series, VectorFindings findings, Tolerance tolerance)
    {
        if (kind.Name == "sampleCov_ddof0")
        {
            findings.Matrix(key, kind.Value, Covariances.Sample(series, lost: 0), tolerance);
        }
        else if (kind.Name.StartsWith("schaeferStrimmer", StringComparison.Ordinal))
        {
            var made = CorrelationShrinkage.Of(series);
            findings.Value($"{key}.lambdaCorrelation", kind.Value.GetProperty("lambdaCorrelation"), made.OfCorrelations, tolerance);
            findings.Value($"{key}.lambdaVariance", kind.Value.GetProperty("lambdaVariance"), made.OfVariances, tolerance);
            findings.Matrix($"{key}.covariance", kind.Value.GetProperty("covariance"), made.Covariance, tolerance);
        }
        else if (Shrink(kind.Name, series) is { } shrunk)
        {
            findings.Value($"{key}.shrinkage", kind.Value.GetProperty("shrinkage"), shrunk.Shrinkage, tolerance);
            findings.Matrix($"{key}.covariance", kind.Value.GetProperty("covariance"), shrunk.Covariance, tolerance);
        }
        else
        {
            findings.Missing(key, kind.Value);
        }
    }

    /// <summary>By the name, without the package in brackets.</summary>
    private static Shrunk? Shrink(string name, double[][] series) => name.Split('(')[0] switch
    {
        Identity => IdentityShrinkage.LedoitWolf(series),
        "OAS" => IdentityShrinkage.Oracle(series),
        "constantCorrelation" => ConstantCorrelationShrinkage.Of(series),
        "singleFactor" => SingleFactorShrinkage.Of(series),
        _ => null,
    };

    [GeneratedRegex(@"^T(?<rows>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
