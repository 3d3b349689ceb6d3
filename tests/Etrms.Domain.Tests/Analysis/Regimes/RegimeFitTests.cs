using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Domain.Tests.Analysis.Regimes;

public sealed class RegimeFitTests
{
    [Fact]
    public void A_calm_and_a_wild_state_are_told_apart_and_sorted_by_width()
    {
        var values = CalmAndWild();

        var fit = GaussianRegimeFit.Of(values, 2)!;

        Assert.True(fit.HasConverged);
        Assert.InRange(fit.Regimes.States[0].Deviation, 0.5, 1.5);
        Assert.InRange(fit.Regimes.States[1].Deviation, 3, 7);
        Assert.All(fit.Regimes.Chain.Transitions.Select((row, state) => row[state]), stay => Assert.True(stay > 0.9));
        Assert.Equal(fit.LogLikelihood, fit.Regimes.Decode(values).LogLikelihood, 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_fit()
    {
        var values = CalmAndWild();

        Assert.Equal(GaussianRegimeFit.Of(values, 2)!.LogLikelihood, GaussianRegimeFit.Of(values, 2)!.LogLikelihood);
    }

    [Fact]
    public void Too_few_equal_or_missing_values_have_no_fit()
    {
        Assert.Null(GaussianRegimeFit.Of([1, 2, 3], 2));
        Assert.Null(GaussianRegimeFit.Of(new double[100], 2));
        Assert.Null(GaussianRegimeFit.Of([.. CalmAndWild(), double.NaN], 2));
        Assert.Null(GaussianRegimeFit.Of([], 2));
    }

    [Fact]
    public void A_mixture_finds_two_clouds()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 300).Select(i => new[] { (i % 3 == 0 ? 10 : 0) + random.NextDouble(), (i % 3 == 0 ? -5 : 5) + random.NextDouble() }).ToList();

        var mixture = GaussianMixture.Of(rows, 2)!;

        Assert.Equal([0.667, 0.333], mixture.Components.Select(component => Math.Round(component.Weight, 3)).ToArray());
        Assert.InRange(mixture.Components[1].Mean[0], 10, 11);
        Assert.InRange(mixture.Shares([10.5, -4.5])!.Value[1], 0.999, 1);
        Assert.Null(mixture.Shares([1]));
        Assert.Null(GaussianMixture.Of([.. rows.Select(row => new[] { row[0], 1 })], 2));
    }

    /// <summary>Stretches of 50 values, by turns narrow and five times as wide.</summary>
    private static double[] CalmAndWild()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 1000).Select(i => (i / 50 % 2 == 0 ? 1 : 5) * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6))];
    }
}
