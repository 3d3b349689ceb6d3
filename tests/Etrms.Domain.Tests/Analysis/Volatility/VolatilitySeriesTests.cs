using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Domain.Tests.Analysis.Volatility;

public sealed class VolatilitySeriesTests
{
    private const VolatilityRegime Low = VolatilityRegime.Low;
    private const VolatilityRegime Normal = VolatilityRegime.Normal;
    private const VolatilityRegime High = VolatilityRegime.High;

    [Fact]
    public void An_ewma_variance_holds_the_return_of_its_own_bar()
    {
        var variances = EwmaVariance.Over([0.01, 0.02, 0], lambda: 0.9);

        Assert.Equal([100, 130, 117], variances.Select(value => Math.Round(1e6 * value, 6)));
    }

    [Fact]
    public void Normalised_weights_begin_at_the_first_square_and_end_where_the_others_do()
    {
        double[] returns = [.. Enumerable.Range(0, 400).Select(i => 0.01 * Math.Cos(i * i))];

        var first = EwmaVariance.Over(returns);
        var normalised = EwmaVariance.Over(returns, start: EwmaStart.NormalisedWeights);

        Assert.Equal(returns[0] * returns[0], normalised[0], 1e-15);
        Assert.Equal(first[^1], normalised[^1], 1e-12);
        Assert.Empty(EwmaVariance.Over([], start: EwmaStart.Backcast));
    }

    [Fact]
    public void A_cone_leaves_out_windows_longer_than_the_series()
    {
        double[] returns = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 0.01 : -0.01)];

        var cone = VolatilityCone.Of(returns, [10, 50, 51], 365);

        Assert.Equal([10, 50], cone.Select(window => window.Window));
        Assert.Equal((41, 1), (cone[0].Count, cone[1].Count));
        Assert.Equal(cone[0].Least, cone[0].Most, 12);
        Assert.Null(cone[1].OverlapFactor);
    }

    [Fact]
    public void A_term_structure_leads_from_today_to_the_long_run()
    {
        var structure = VolatilityTermStructure.Of(new GarchParameters(0, 0.1, 0.1, 0.8), 4, [1, 2, 1_000], 365);

        Assert.Equal(1, structure.LongRunVariance!.Value, 9);
        Assert.Equal(Math.Sqrt(365), structure.LongRunVolatility!.Value, 9);
        Assert.Equal([4, 7.7], structure.Points.Take(2).Select(point => Math.Round(point.CumulativeVariance, 9)));
        Assert.InRange(structure.Points[2].Volatility, Math.Sqrt(365), 1.02 * Math.Sqrt(365));
    }

    [Fact]
    public void Without_stationarity_there_is_no_long_run_volatility_and_no_half_life()
    {
        var structure = VolatilityTermStructure.Of(new GarchParameters(0, 0.1, 0.2, 0.8), 4, [10], 365);

        Assert.True(structure is { LongRunVariance: null, LongRunVolatility: null, HalfLife: null });
        Assert.True(double.IsFinite(structure.Points[0].Volatility));
    }

    [Fact]
    public void A_regime_is_left_later_than_it_was_entered()
    {
        var rules = new VolatilityRegimes();

        Assert.Equal(
            [High, High, Normal, Normal, Low, Low, Normal],
            [
                rules.Next(Normal, 0.75), rules.Next(High, 0.65), rules.Next(High, 0.64),
                rules.Next(Normal, 0.74), rules.Next(High, 0.25), rules.Next(Low, 0.35), rules.Next(Low, 0.36),
            ]);
    }

    [Fact]
    public void Too_short_a_past_has_no_regime_and_a_constant_one_is_normal()
    {
        var regimes = new VolatilityRegimes(Lookback: 20, Least: 5).Over([double.NaN, 1, 1, 1, 1, 1, 1, 9, double.NaN, 0.1]);

        Assert.Equal([null, null, null, null, null, Normal, Normal, High, null, Low], regimes);
    }
}
