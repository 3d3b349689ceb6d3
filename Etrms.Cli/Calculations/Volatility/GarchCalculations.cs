using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Fit of a GARCH(1,1), and the term structure that its parameters make.</summary>
internal static class GarchCalculations
{
    private const int UsualForecast = 10;

    public static IReadOnlyList<ICalculation> All { get; } =
    [
        new StatedCalculation(
            "GARCH", VolatilityFamily.Name, "GARCH(1,1) by maximum likelihood: parameters, log_likelihood, standard_errors, long_run_variance, forecast",
            [
                new("returns", $"numbers, {GarchFit.Enough} or more"),
                new("distribution", "normal or student_t", "normal"),
                new("stationary", "1 holds alpha + beta below 1, 0 lets it be", "1"),
                new("forecast", "periods ahead", $"{UsualForecast}"),
            ],
            Fit),
        new StatedCalculation(
            "VOLATILITY_TERM_STRUCTURE", VolatilityFamily.Name, "Volatility by horizon that a GARCH(1,1) expects: persistence, half_life, long_run_variance, points",
            [
                new("omega", "number"),
                new("alpha", "number"),
                new("beta", "number"),
                new("next_variance", "expected of the next period"),
                new("horizons", "numbers, periods ahead"),
                new("periods_per_year", "365 for days of a market that never closes", "365"),
            ],
            TermStructure),
    ];

    private static JsonObject Fit(JsonElement input)
    {
        var isHeavyTailed = input.Text("distribution", "normal") switch
        {
            "normal" => false,
            "student_t" => true,
            var other => throw CalculationInput.Bad($"There is no distribution {other}. There are: normal, student_t."),
        };
        var isStationary = input.Number("stationary", 1) switch
        {
            0 => false,
            1 => true,
            _ => throw CalculationInput.Bad("\"stationary\" must be 0 or 1."),
        };
        var fit = GarchFit.Of(input.Numbers("returns"), isHeavyTailed, isStationary)
            ?? throw CalculationInput.Bad($"A fit needs {GarchFit.Enough} returns or more that are not all the same.");
        return new JsonObject
        {
            ["parameters"] = Parameters(fit.Parameters),
            ["log_likelihood"] = fit.LogLikelihood,
            ["standard_errors"] = fit.Errors is not { } errors ? null : new JsonObject
            {
                ["hessian"] = Parameters(errors.Hessian),
                ["opg"] = Parameters(errors.Opg),
                ["qml"] = Parameters(errors.Qml),
            },
            ["persistence"] = fit.Parameters.Persistence,
            ["is_near_integrated"] = fit.IsNearIntegrated,
            ["long_run_variance"] = fit.LongRunVariance,
            ["forecast"] = CalculationInput.Series(fit.Forecast(input.WholeFrom("forecast", 1, UsualForecast))),
        };
    }

    private static JsonObject Parameters(GarchParameters parameters)
    {
        var made = new JsonObject
        {
            ["mu"] = parameters.Mu,
            ["omega"] = parameters.Omega,
            ["alpha"] = parameters.Alpha,
            ["beta"] = parameters.Beta,
        };
        if (parameters.Nu is { } nu)
        {
            made["nu"] = nu;
        }

        return made;
    }

    private static JsonObject TermStructure(JsonElement input)
    {
        var parameters = new GarchParameters(0, input.Number("omega"), input.Number("alpha"), input.Number("beta"));
        var structure = VolatilityTermStructure.Of(
            parameters, input.Positive("next_variance"), input.WholesFrom("horizons", 1), input.Positive("periods_per_year", VolatilityFamily.DaysPerYear));
        return new JsonObject
        {
            ["persistence"] = structure.Persistence,
            ["half_life"] = structure.HalfLife,
            ["long_run_variance"] = structure.LongRunVariance,
            ["long_run_volatility"] = structure.LongRunVolatility,
            ["horizons"] = CalculationInput.Series(structure.Points.Select(point => (double)point.Periods)),
            ["cumulative_variance"] = CalculationInput.Series(structure.Points.Select(point => point.CumulativeVariance)),
            ["volatility"] = CalculationInput.Series(structure.Points.Select(point => point.Volatility)),
        };
    }
}
