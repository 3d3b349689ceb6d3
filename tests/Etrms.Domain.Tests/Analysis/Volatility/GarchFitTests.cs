using Etrms.Domain.Analysis.Volatility.Garch;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Analysis.Volatility;

public sealed class GarchFitTests
{
    [Fact]
    public void The_published_benchmark_is_reached_with_all_three_kinds_of_errors()
    {
        var file = ReferenceFile.Read("vol-05-garch-fcp-benchmark.json");
        var published = file.At("expected", "published");

        var fit = GarchFit.Of(file.Numbers("input", "returns"), isStationary: false)!;

        Near(published.At("params"), fit.Parameters, 1e-4);
        Near(published.At("seHessian"), fit.Errors!.Hessian, 2e-3);
        Near(published.At("seOPG"), fit.Errors.Opg, 2e-3);
        Near(published.At("seQML"), fit.Errors.Qml, 1e-2);
        Assert.Equal(published.Number("logLikelihood"), fit.LogLikelihood, 4);
    }

    [Fact]
    public void Returns_in_another_unit_give_the_same_model()
    {
        var returns = Clustered(1_000, seed: 3);

        var fractions = GarchFit.Of(returns)!;
        var percents = GarchFit.Of([.. returns.Select(value => 100 * value)])!;

        ReferenceFile.Near(fractions.Parameters.Alpha, percents.Parameters.Alpha, 1e-6);
        ReferenceFile.Near(fractions.Parameters.Beta, percents.Parameters.Beta, 1e-6);
        ReferenceFile.Near(10_000 * fractions.NextVariance, percents.NextVariance, 1e-6);
    }

    [Fact]
    public void A_model_is_found_again_in_what_it_made()
    {
        var fit = GarchFit.Of(Clustered(8_000, seed: 11))!;

        Assert.InRange(fit.Parameters.Alpha, 0.07, 0.13);
        Assert.InRange(fit.Parameters.Beta, 0.8, 0.92);
        Assert.False(fit.IsNearIntegrated);
        Assert.InRange(fit.LongRunVariance!.Value, 1e-4, 4e-4);
    }

    [Fact]
    public void Forecasts_go_from_the_next_variance_to_the_long_run_one()
    {
        var fit = GarchFit.Of(Clustered(2_000, seed: 5))!;

        var forecast = fit.Forecast(5_000);

        Assert.Equal(fit.NextVariance, forecast[0]);
        ReferenceFile.Near(fit.LongRunVariance!.Value, forecast[^1], 1e-3);
    }

    [Fact]
    public void Too_few_returns_and_returns_that_never_move_have_no_fit()
    {
        Assert.Null(GarchFit.Of(Clustered(GarchFit.Enough - 1, seed: 1)));
        Assert.Null(GarchFit.Of(new double[500]));
        Assert.Null(GarchFit.Of([.. Clustered(300, seed: 1), double.NaN]));
    }

    [Fact]
    public void Shocks_that_hardly_die_out_are_flagged_and_have_no_long_run_variance()
    {
        var file = ReferenceFile.Read("vol-06-garch-btc-near-integrated.json");

        var free = GarchFit.Of(file.Numbers("input", "returns"), isStationary: false)!;
        var held = GarchFit.Of(file.Numbers("input", "returns"))!;

        Assert.True(free.Parameters.Persistence > 1);
        Assert.InRange(held.Parameters.Persistence, 0.995, 1);
        Assert.True(held is { IsNearIntegrated: true, LongRunVariance: null });
        Assert.True(held.LogLikelihood >= -3423.80);
        Assert.All(held.Forecast(365), variance => Assert.InRange(variance, 0, 1_000));
    }

    private static void Near(System.Text.Json.JsonElement expected, GarchParameters made, double share)
    {
        ReferenceFile.Near(expected.Number("mu"), made.Mu, share);
        ReferenceFile.Near(expected.Number("omega"), made.Omega, share);
        ReferenceFile.Near(expected.Number("alpha"), made.Alpha, share);
        ReferenceFile.Near(expected.Number("beta"), made.Beta, share);
    }

    /// <summary>Returns of a GARCH(1,1) with alpha 0.1, beta 0.87 and a deviation of 1.4 % in the long run.</summary>
    private static double[] Clustered(int count, int seed)
    {
        var (random, variance) = (new Random(seed), 2e-4);
        var returns = new double[count];
        for (var i = 0; i < count; i++)
        {
            var draw = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            returns[i] = Math.Sqrt(variance) * draw;
            variance = 6e-6 + (0.1 * returns[i] * returns[i]) + (0.87 * variance);
        }

        return returns;
    }
}
