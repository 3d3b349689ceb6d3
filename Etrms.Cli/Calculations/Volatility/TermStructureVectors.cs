using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Files of the volatility by horizon that given parameters of a GARCH(1,1) make.</summary>
internal sealed class TermStructureVectors : IVectorFamily
{
    private const double Percent = 100;

    public string Name => "volatility term structure";

    public bool Takes(VectorFile file) => file.Has("input", "omega") && file.Has("parameters", "horizonsDays") && file.Has("expected", "cumulativeVariance");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var parameters = new GarchParameters(0, file.Input.Number("omega"), file.Input.Number("alpha"), file.Input.Number("beta"));
        var made = VolatilityTermStructure.Of(parameters, file.Input.Number("h1"), file.Parameters.WholesFrom("horizonsDays", 1), file.Parameters.Number("N"));
        var unit = file.Input.Text("unit", "").StartsWith("percent", StringComparison.Ordinal) ? Percent : 1;
        var (expected, tolerance) = (file.Expected, Tolerance.Of(file.Tolerance));
        findings.Value("persistence", expected.GetProperty("persistence"), made.Persistence, tolerance);
        findings.Value("longRunVariance", expected.GetProperty("longRunVariance"), made.LongRunVariance, tolerance);
        findings.Value("longRunVolAnnualised", expected.GetProperty("longRunVolAnnualised"), made.LongRunVolatility / unit, tolerance);
        findings.Value("halfLifeDays", expected.GetProperty("halfLifeDays"), made.HalfLife, tolerance);
        findings.Series("cumulativeVariance", expected.GetProperty("cumulativeVariance"), made.Points.Select(point => point.CumulativeVariance).ToArray(), tolerance);
        findings.Series("annualisedVol", expected.GetProperty("annualisedVol"), made.Points.Select(point => point.Volatility / unit).ToArray(), tolerance);
    }
}
