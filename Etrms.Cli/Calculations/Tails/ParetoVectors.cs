using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Files of Pareto tails fitted to losses over a threshold, which is given or a quantile of them.</summary>
internal sealed class ParetoVectors : IVectorFamily
{
    private static readonly Tolerance Usual = new(1e-3);

    public string Name => "Pareto tails";

    public bool Takes(VectorFile file) => file.Has("input", "losses") && (file.Has("parameters", "thresholds") || file.Has("parameters", "thresholdQuantile"));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var losses = file.Input.Numbers("losses");
        if (file.Has("parameters", "thresholdQuantile"))
        {
            Compare("", file.Expected, ParetoTail.FitAbove(losses, file.Parameters.Number("thresholdQuantile"), minimum: 1), losses, file.Tolerance, findings);
            return;
        }

        foreach (var threshold in file.Parameters.Numbers("thresholds"))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"u{threshold}");
            Compare($"{name}.", file.Expected.GetProperty(name), ParetoTail.Fit(losses, threshold, minimum: 1), losses, file.Tolerance, findings);
        }
    }

    private static void Compare(string at, JsonElement expected, ParetoTail? fit, double[] losses, JsonElement stated, VectorFindings findings)
    {
        if (fit is not { } tail)
        {
            findings.Missing($"{at}fit", expected);
            return;
        }

        findings.Same($"{at}exceedances", expected.Whole("exceedances"), tail.Exceedances);
        findings.Value($"{at}xi", expected.GetProperty("xi"), tail.Xi, Tolerance.Stated(stated, "xi", Usual));
        findings.Value($"{at}beta", expected.GetProperty("beta"), tail.Beta, Tolerance.Stated(stated, "beta", Usual));
        findings.Value($"{at}negLogLik", expected.GetProperty("negLogLik"), tail.NegativeLogLikelihood, Tolerance.Stated(stated, "negLogLik", Usual));
        if (expected.Has("threshold"))
        {
            findings.Value($"{at}threshold", expected.GetProperty("threshold"), tail.Threshold, new Tolerance(1e-9));
        }

        foreach (var level in expected.GetProperty("riskMeasures").EnumerateObject())
        {
            var (share, tolerance) = (double.Parse(level.Name, CultureInfo.InvariantCulture), Tolerance.Stated(stated, "VaR/ES", Usual));
            findings.Value($"{at}{level.Name}.VaR", level.Value.GetProperty("VaR"), tail.QuantileAt(share), tolerance);
            findings.Value($"{at}{level.Name}.ES", level.Value.GetProperty("ES"), tail.At(share)?.ExpectedShortfall, tolerance);
        }

        Errors($"{at}seObserved", expected, ParetoErrors.Observed(tail, losses), stated, findings);
        Errors($"{at}seExpected(closed form)", expected, ParetoErrors.Expected(tail), stated, findings);
    }

    private static void Errors(string key, JsonElement expected, ParetoErrors? made, JsonElement stated, VectorFindings findings)
    {
        var name = key[(key.LastIndexOf('.') + 1)..];
        if (expected.Has(name))
        {
            var tolerance = Tolerance.Stated(stated, "se", Usual);
            findings.Value($"{key}.xi", expected.GetProperty(name).GetProperty("xi"), made?.Xi, tolerance);
            findings.Value($"{key}.beta", expected.GetProperty(name).GetProperty("beta"), made?.Beta, tolerance);
        }
    }
}
