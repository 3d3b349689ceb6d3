using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Files of the correlation matrix nearest to one that is none.</summary>
internal sealed class NearestVectors : IVectorFamily
{
    public string Name => "nearest correlation matrix";

    public bool Takes(VectorFile file) => file.Has("input", "matrix") && file.Has("expected", "nearest");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (matrix, tolerance) = (file.Input.Symmetric("matrix"), Tolerance.Of(file.Tolerance));
        var nearest = NearestCorrelation.To(matrix);
        findings.Matrix("nearest", file.Expected.GetProperty("nearest"), nearest.Matrix, tolerance);
        findings.Value("frobeniusDistance", file.Expected.GetProperty("frobeniusDistance"), nearest.Distance, tolerance);
        if (file.Has("expected", "eigenvaluesOfInput"))
        {
            findings.Series("eigenvaluesOfInput", file.Expected.GetProperty("eigenvaluesOfInput"), (CorrelationSummary.Of(matrix)?.Eigenvalues ?? []).AsSpan(), tolerance);
        }
    }
}
