using System.Globalization;
using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>Files of Kyle's lambda with its errors.</summary>
internal sealed class KyleVectors : IVectorFamily
{
    private const string NeweyWest = "se_NeweyWest";
    private const string SmallSample = "_smallSample";
    private const double Within95 = 1.96;

    public string Name => "Kyle's lambda";

    public bool Takes(VectorFile file) => file.Has("input", "signedVolume") && file.Has("input", "priceChange");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var (volume, change) = (file.Input.Numbers("signedVolume"), file.Input.Numbers("priceChange"));
        var impact = PriceImpact.Of(volume, change);
        var ofRoots = PriceImpact.Of(PriceImpact.SignedRoots(volume), change);
        foreach (var expected in file.Expected.EnumerateObject())
        {
            if (expected.Name == "trueInside95CI_HAC")
            {
                var distance = Math.Abs((impact?.Slope ?? double.NaN) - file.Parameters.Number("trueLambda"));
                findings.Same(expected.Name, expected.Value.GetBoolean(), distance <= Within95 * impact?.NeweyWestError);
                continue;
            }

            double? made = expected.Name switch
            {
                "lambda" => impact?.Slope,
                "intercept" => impact?.Intercept,
                "r2" => impact?.RSquared,
                "se_ols" => impact?.Error,
                "t_ols" => impact?.TRatio,
                "se_HC1" => impact?.RobustError,
                "lambda_noIntercept" => PriceImpact.ThroughOrigin(volume, change),
                "lambda_sqrtSignedVolume" => ofRoots?.Slope,
                "r2_sqrt" => ofRoots?.RSquared,
                var name when name.StartsWith(NeweyWest, StringComparison.Ordinal) => NeweyWestError(name, volume, change),
                _ => null,
            };
            findings.Value(expected.Name, expected.Value, made, tolerance);
        }
    }

    /// <summary>The lags stand in the name.</summary>
    private static double? NeweyWestError(string name, double[] volume, double[] change)
    {
        var isSmallSample = name.EndsWith(SmallSample, StringComparison.Ordinal);
        var lags = int.Parse(name[NeweyWest.Length..(isSmallSample ? name.Length - SmallSample.Length : name.Length)], CultureInfo.InvariantCulture);
        var impact = PriceImpact.Of(volume, change, lags);
        return isSmallSample ? impact?.NeweyWestErrorOfSmallSample : impact?.NeweyWestError;
    }
}
