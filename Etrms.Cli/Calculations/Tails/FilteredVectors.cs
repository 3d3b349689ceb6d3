using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Files of filtered historical simulation with given parameters of a GARCH(1,1).</summary>
internal sealed class FilteredVectors : IVectorFamily
{
    private const string Simulated = "day_simulated";
    private const string Percent = "returnsPercent";
    private const string Plain = "returns";
    private const ulong Seed = 1;

    /// <summary>Standard errors that two simulations may lie apart.</summary>
    private const double ErrorsApart = 4;

    public string Name => "filtered historical simulation";

    public bool Takes(VectorFile file) => (file.Has("input", Percent) || file.Has("input", Plain)) && file.Has("parameters", "omega") && file.Has("expected", "sigmaNext");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (returns, given) = (file.Input.Numbers(file.Has("input", Percent) ? Percent : Plain), file.Parameters);
        var model = new VarianceModel(given.Number("mu"), given.Number("omega"), given.Number("alpha"), given.Number("beta"));
        var tolerance = Tolerance.Stated(file.Tolerance, "1day", new Tolerance(1e-8));
        var surprises = model.Standardise(returns, out var next);
        var mean = surprises.Average();
        findings.Value("sigmaNext", file.Expected.GetProperty("sigmaNext"), Math.Sqrt(next), tolerance);
        findings.Value("z_mean", file.Expected.GetProperty("z_mean"), mean, tolerance);
        findings.Value("z_sd", file.Expected.GetProperty("z_sd"), Math.Sqrt(surprises.Sum(surprise => Math.Pow(surprise - mean, 2)) / (surprises.Length - 1)), tolerance);
        Array.Sort(surprises);
        foreach (var member in file.Expected.EnumerateObject())
        {
            if (!double.TryParse(member.Name, CultureInfo.InvariantCulture, out var level))
            {
                continue;
            }

            var risk = FilteredHistorical.Of(returns, level, model);
            findings.Value($"{member.Name}.zQuantile", member.Value.GetProperty("zQuantile"), Quantiles.Type7(surprises, 1 - level), tolerance);
            findings.Value($"{member.Name}.VaR1d", member.Value.GetProperty("VaR1d"), risk?.ValueAtRisk, tolerance);
            findings.Value($"{member.Name}.ES1d", member.Value.GetProperty("ES1d"), risk?.ExpectedShortfall, tolerance);
        }

        foreach (var member in file.Expected.EnumerateObject().Where(member => member.Name.EndsWith(Simulated, StringComparison.Ordinal)))
        {
            Simulate(member, file.Parameters.Whole("paths"), returns, model, findings);
        }
    }

    /// <summary>The number of days stands before its name.</summary>
    private static void Simulate(JsonProperty simulated, int paths, double[] returns, VarianceModel model, VectorFindings findings)
    {
        var days = int.Parse(simulated.Name.AsSpan(0, simulated.Name.Length - Simulated.Length), CultureInfo.InvariantCulture);
        foreach (var member in simulated.Value.EnumerateObject())
        {
            var level = double.Parse(member.Name, CultureInfo.InvariantCulture);
            var apart = ErrorsApart * Math.Sqrt(2) * member.Value.Number("mcStdErr");
            var risk = FilteredHistorical.Of(returns, level, model, days, Seed, paths);
            findings.Value($"{simulated.Name}.{member.Name}", member.Value.GetProperty("VaR"), risk?.ValueAtRisk, new Tolerance(0, apart));
        }
    }
}
