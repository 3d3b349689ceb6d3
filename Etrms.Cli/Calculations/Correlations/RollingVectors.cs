using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Files of Stock.Indicators' correlation of closes and beta of simple returns. Closes prove the definition alone: correlate returns.</summary>
internal sealed partial class RollingVectors : IVectorFamily
{
    public string Name => "rolling correlation and beta";

    public bool Takes(VectorFile file) =>
        file.Has("parameters", "Correlation", "period") && file.Has("parameters", "Beta", "period")
        && Closes(file, "Correlation", "a") is not null && Closes(file, "Beta", "market") is not null;

    public void Compare(VectorFile file, VectorFindings findings)
    {
        Correlation(file, RollingCorrelation.Over(Closes(file, "Correlation", "a")!, Closes(file, "Correlation", "b")!, Period(file, "Correlation")), findings);
        Beta(file, Returns(Closes(file, "Beta", "eval")!), Returns(Closes(file, "Beta", "market")!), findings);
    }

    /// <summary>The closes that a parameter names by its first word: "compare.csv close" stands in the input as "compareClose". Null without.</summary>
    private static double[]? Closes(VectorFile file, string of, string side) =>
        file.Has("parameters", of, side) && FirstWord().Match(file.Parameters.GetProperty(of).Text(side)) is { Success: true } name
            ? file.Input.NumbersOrNull($"{name.Value}Close")
            : null;

    [GeneratedRegex("^[A-Za-z0-9]+")]
    private static partial Regex FirstWord();

    private static void Correlation(VectorFile file, RollingMoments moments, VectorFindings findings)
    {
        var (expected, tolerance) = (file.Expected.GetProperty("Correlation"), Tolerance.Of(file.Tolerance));
        var correlation = moments.Correlation();
        Series("varianceA", moments.VarianceLeft);
        Series("varianceB", moments.VarianceRight);
        Series("covariance", moments.Covariance);
        Series("correlation", correlation);
        Series("rSquared", Array.ConvertAll(correlation, value => value * value));

        void Series(string name, double[] made) => findings.Series($"Correlation.{name}", expected.GetProperty(name), made, tolerance);
    }

    private static void Beta(VectorFile file, double[] evaluated, double[] market, VectorFindings findings)
    {
        var (expected, tolerance, period) = (file.Expected.GetProperty("Beta"), Tolerance.Of(file.Tolerance), Period(file, "Beta"));
        var beta = RollingCorrelation.Over(evaluated, market, period).Beta();
        // The first return is none: a window that holds it is not full.
        beta.AsSpan(0, Math.Min(period, beta.Length)).Fill(double.NaN);
        findings.Series("Beta.beta", expected.GetProperty("beta"), beta, tolerance);
        if (HasValues(expected, "betaUp"))
        {
            Sided(expected, SidedBeta.Over(evaluated, market, period), period, findings, tolerance);
        }

        findings.Series("Beta.returnsEval", expected.GetProperty("returnsEval"), evaluated, tolerance);
        findings.Series("Beta.returnsMrkt", expected.GetProperty("returnsMrkt"), market, tolerance);
    }

    /// <summary>Files of the standard beta alone leave those of the sides empty.</summary>
    private static bool HasValues(JsonElement expected, string name) =>
        expected.Has(name) && expected.GetProperty(name).EnumerateArray().Any(value => value.ValueKind == JsonValueKind.Number);

    private static void Sided(JsonElement expected, SidedBeta beta, int period, VectorFindings findings, Tolerance tolerance)
    {
        beta.Up.AsSpan(0, Math.Min(period, beta.Up.Length)).Fill(double.NaN);
        beta.Down.AsSpan(0, Math.Min(period, beta.Down.Length)).Fill(double.NaN);
        findings.Series("Beta.betaUp", expected.GetProperty("betaUp"), beta.Up, tolerance);
        findings.Series("Beta.betaDown", expected.GetProperty("betaDown"), beta.Down, tolerance);
        findings.Series("Beta.ratio", expected.GetProperty("ratio"), [.. beta.Up.Zip(beta.Down, (up, down) => up / down)], tolerance);
        findings.Series("Beta.convexity", expected.GetProperty("convexity"), [.. beta.Up.Zip(beta.Down, (up, down) => (up - down) * (up - down))], tolerance);
    }

    private static int Period(VectorFile file, string of) => file.Parameters.GetProperty(of).Whole("period");

    /// <summary>Simple returns; the file counts the first one as 0.</summary>
    private static double[] Returns(double[] closes) => [.. closes.Select((close, i) => i == 0 ? 0 : (close / closes[i - 1]) - 1)];
}
