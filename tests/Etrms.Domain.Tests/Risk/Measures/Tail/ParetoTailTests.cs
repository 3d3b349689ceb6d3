using System.Globalization;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures.Tail;

public sealed class ParetoTailTests
{
    /// <summary>The Danish fire losses of McNeil (1997).</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    public void The_Danish_fire_losses_are_fitted_as_published(int threshold)
    {
        var vector = ReferenceFile.Read("tail-01-gpd-danish.json");
        var expected = vector.At("expected", $"u{threshold}");

        var tail = ParetoTail.Fit(vector.Numbers("input", "losses"), threshold, minimum: 30)!.Value;

        Assert.Equal((int)expected.Number("exceedances"), tail.Exceedances);
        Assert.Equal(expected.Number("xi"), tail.Xi, 0.001);
        ReferenceFile.Near(expected.Number("beta"), tail.Beta, 1e-3);
        Assert.Equal(expected.Number("negLogLik"), tail.NegativeLogLikelihood, 0.001);
        foreach (var level in expected.At("riskMeasures").EnumerateObject())
        {
            var risk = tail.At(double.Parse(level.Name, CultureInfo.InvariantCulture))!.Value;
            ReferenceFile.Near(level.Value.Number("VaR"), risk.ValueAtRisk, 2e-3);
            ReferenceFile.Near(level.Value.Number("ES"), risk.ExpectedShortfall, 2e-3);
        }
    }

    [Fact]
    public void The_tail_of_bitcoin_has_an_end_at_this_threshold()
    {
        var vector = ReferenceFile.Read("tail-02-gpd-btc.json");
        var expected = vector.At("expected");

        var tail = ParetoTail.FitAbove(vector.Numbers("input", "losses"), 0.95)!.Value;

        ReferenceFile.Near(expected.Number("threshold"), tail.Threshold, 1e-9);
        Assert.Equal(66, tail.Exceedances);
        Assert.Equal(expected.Number("xi"), tail.Xi, 0.002);
        ReferenceFile.Near(expected.Number("beta"), tail.Beta, 3e-3);
        foreach (var level in expected.At("riskMeasures").EnumerateObject())
        {
            var risk = tail.At(double.Parse(level.Name, CultureInfo.InvariantCulture))!.Value;
            ReferenceFile.Near(level.Value.Number("VaR"), risk.ValueAtRisk, 3e-3);
            ReferenceFile.Near(level.Value.Number("ES"), risk.ExpectedShortfall, 3e-3);
        }
    }

    [Fact]
    public void Too_few_exceedances_give_no_fit_and_a_level_below_the_threshold_no_figure()
    {
        double[] losses = [.. Enumerable.Range(1, 400).Select(loss => -Math.Log(loss / 401.0))];

        Assert.Null(ParetoTail.FitAbove(losses, 0.95));
        Assert.Null(ParetoTail.FitAbove(losses, 0.8)!.Value.At(0.5));
    }

    [Fact]
    public void An_exponential_tail_has_a_shape_near_0_and_a_shortfall_one_scale_farther()
    {
        double[] losses = [.. Enumerable.Range(1, 4_000).Select(loss => -Math.Log(loss / 4_001.0))];

        var tail = ParetoTail.Fit(losses, 0)!.Value;
        var risk = tail.At(0.99)!.Value;

        Assert.Equal(0, tail.Xi, 0.01);
        Assert.Equal(Math.Log(100), risk.ValueAtRisk, 0.05);
        Assert.Equal(1, risk.ExpectedShortfall - risk.ValueAtRisk, 0.05);
    }
}
