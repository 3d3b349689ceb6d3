using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Files of fitted mixtures of normal distributions.</summary>
internal sealed class MixtureVectors : IVectorFamily
{
    public string Name => "fitted mixtures";

    public bool Takes(VectorFile file) => file.Has("input", "X") && file.Has("expected", "covariances") && file.Has("parameters", "K");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var expected = file.Expected;
        if (GaussianMixture.Of(file.Input.Rows("X"), file.Parameters.Whole("K")) is not { } mixture)
        {
            findings.Missing("mixture", expected);
            return;
        }

        // Information criteria are twice the log-likelihood and a constant.
        var ofLikelihood = file.Tolerance.Number("logLikelihood");
        var tolerance = new Tolerance(HiddenFitVectors.RelativeOf(file.Tolerance.Text("params")));
        findings.Value("logLikelihood", expected.GetProperty("logLikelihood"), mixture.LogLikelihood, new Tolerance(0, ofLikelihood));
        findings.Value("bic", expected.GetProperty("bic_lowerIsBetter"), mixture.Bic, new Tolerance(0, 2 * ofLikelihood));
        findings.Value("aic", expected.GetProperty("aic"), mixture.Aic, new Tolerance(0, 2 * ofLikelihood));

        // Components have no order of their own: both sides by rising first mean.
        int[] order = [.. Enumerable.Range(0, expected.GetProperty("means").GetArrayLength()).OrderBy(each => expected.GetProperty("means")[each][0].GetDouble())];
        foreach (var (theirs, component) in order.Zip(mixture.Components))
        {
            findings.Value($"weights[{theirs}]", expected.GetProperty("weights")[theirs], component.Weight, tolerance);
            findings.Series($"means[{theirs}]", expected.GetProperty("means")[theirs], component.Mean.AsSpan(), tolerance);
            for (var row = 0; row < component.Covariance.Length; row++)
            {
                findings.Series($"covariances[{theirs}][{row}]", expected.GetProperty("covariances")[theirs][row], component.Covariance[row].AsSpan(), tolerance);
            }
        }
    }
}
