using System.Text.Json;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Files of GARCH(1,1) fits that begin with the mean squared surprise. Fits of packages that begin otherwise are there to look at.</summary>
internal sealed class GarchVectors : IVectorFamily
{
    private const string OtherBeginnings = "otherPackages";
    private const string Constrained = "stationarityConstrained";

    /// <summary>A fit whose alpha + beta must stay below 1 ends a little below one that may reach it.</summary>
    private const double LostByTheBound = 0.06;

    private static readonly Tolerance AlphaAtTheBound = new(0, 0.005);
    private static readonly Tolerance UsualParameters = new(1e-4);
    private static readonly Tolerance UsualLikelihood = new(0, 1e-3);
    private static readonly Tolerance UsualErrors = new(1e-2);

    public string Name => "GARCH(1,1)";

    public bool Takes(VectorFile file) =>
        file.Has("input", "returns") && file.Has("parameters", "initialisation")
        && file.Expected.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Object && member.Value.Has("params") && member.Value.GetProperty("params").Has("omega"));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var returns = file.Input.Numbers("returns");
        foreach (var member in file.Expected.EnumerateObject().Where(member => member.Name != OtherBeginnings))
        {
            var isConstrained = member.Name.StartsWith(Constrained, StringComparison.Ordinal);
            var isHeavyTailed = member.Value.GetProperty("params").Has("nu");
            if (GarchFit.Of(returns, isHeavyTailed, isConstrained) is not { } fit)
            {
                findings.Missing(member.Name, member.Value);
            }
            else if (isConstrained)
            {
                AtTheBound(member, fit, findings);
            }
            else
            {
                Free(member, fit, file.Tolerance, findings);
            }
        }
    }

    private static void AtTheBound(JsonProperty member, GarchFit fit, VectorFindings findings)
    {
        var expected = member.Value.GetProperty("params");
        findings.Value($"{member.Name}.alpha", expected.GetProperty("alpha"), fit.Parameters.Alpha, AlphaAtTheBound);
        findings.Same($"{member.Name} reaches the likelihood", true, fit.LogLikelihood >= member.Value.Number("logLikelihood") - LostByTheBound);
        findings.Same($"{member.Name} is near-integrated", true, fit is { IsNearIntegrated: true, LongRunVariance: null });
        findings.Same($"{member.Name} forecasts", true, Array.TrueForAll(fit.Forecast(365), variance => double.IsFinite(variance) && variance > 0));
    }

    private static void Free(JsonProperty member, GarchFit fit, JsonElement stated, VectorFindings findings)
    {
        var likelihood = Tolerance.Stated(stated, "logLikelihood", UsualLikelihood);
        findings.Value($"{member.Name}.logLikelihood", member.Value.GetProperty("logLikelihood"), fit.LogLikelihood, likelihood);
        Each($"{member.Name}.params", member.Value.GetProperty("params"), fit.Parameters, Tolerance.Stated(stated, "params", UsualParameters), findings);
        var (ofHessian, ofQml) = (Tolerance.Stated(stated, "seHessian", UsualErrors), Tolerance.Stated(stated, "seQML", UsualErrors));
        var errors = member.Value.Has("standardErrors") ? member.Value.GetProperty("standardErrors") : member.Value;
        foreach (var (name, made, tolerance) in new[]
        {
            ("hessian", fit.Errors?.Hessian, ofHessian), ("opg", fit.Errors?.Opg, ofQml), ("qml", fit.Errors?.Qml, ofQml),
            ("seHessian", fit.Errors?.Hessian, ofHessian), ("seOPG", fit.Errors?.Opg, ofQml), ("seQML", fit.Errors?.Qml, ofQml),
        })
        {
            if (errors.Has(name))
            {
                Each($"{member.Name}.{name}", errors.GetProperty(name), made, tolerance, findings);
            }
        }

        Ahead(member, fit, Tolerance.Stated(stated, "forecast", UsualParameters), findings);
    }

    private static void Ahead(JsonProperty member, GarchFit fit, Tolerance tolerance, VectorFindings findings)
    {
        if (member.Value.Has("varianceForecast1to10"))
        {
            var expected = member.Value.GetProperty("varianceForecast1to10");
            findings.Series($"{member.Name}.varianceForecast", expected, fit.Forecast(expected.GetArrayLength()), tolerance);
        }

        if (member.Value.Has("sigma2_lastInSample"))
        {
            findings.Value($"{member.Name}.sigma2_lastInSample", member.Value.GetProperty("sigma2_lastInSample"), fit.LastVariance, tolerance);
            findings.Value($"{member.Name}.residual_last", member.Value.GetProperty("residual_last"), fit.LastSurprise, tolerance);
        }
    }

    private static void Each(string key, JsonElement expected, GarchParameters? made, Tolerance tolerance, VectorFindings findings)
    {
        foreach (var parameter in expected.EnumerateObject())
        {
            double? value = parameter.Name switch
            {
                "mu" => made?.Mu,
                "omega" => made?.Omega,
                "alpha" => made?.Alpha,
                "beta" => made?.Beta,
                "nu" => made?.Nu,
                _ => null,
            };
            findings.Value($"{key}.{parameter.Name}", parameter.Value, value, tolerance);
        }
    }
}
