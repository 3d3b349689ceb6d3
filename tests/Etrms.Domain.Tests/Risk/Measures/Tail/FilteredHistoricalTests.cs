using System.Globalization;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures.Tail;

public sealed class FilteredHistoricalTests
{
    [Theory]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void With_fixed_GARCH_parameters_the_next_day_comes_out_exactly(double level)
    {
        var vector = ReferenceFile.Read("tail-08-fhs-dem.json");
        var expected = vector.At("expected", level.ToString(CultureInfo.InvariantCulture));

        var tail = FilteredHistorical.Of(vector.Numbers("input", "returnsPercent"), level, ModelOf(vector.At("parameters")))!.Value;

        ReferenceFile.Near(expected.Number("VaR1d"), tail.ValueAtRisk, 1e-8);
        ReferenceFile.Near(expected.Number("ES1d"), tail.ExpectedShortfall, 1e-8);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Ten_days_by_drawn_paths_come_out_within_four_standard_errors(double level)
    {
        var vector = ReferenceFile.Read("tail-08-fhs-dem.json");
        var expected = vector.At("expected", "10day_simulated", level.ToString(CultureInfo.InvariantCulture));

        var tail = FilteredHistorical.Of(vector.Numbers("input", "returnsPercent"), level, ModelOf(vector.At("parameters")), 10, seed: 7)!.Value;

        // The vector has 400,000 paths, ours 10,000.
        var error = expected.Number("mcStdErr") * Math.Sqrt(1 + (400_000.0 / FilteredHistorical.Draws));
        Assert.InRange(tail.ValueAtRisk, expected.Number("VaR") - (4 * error), expected.Number("VaR") + (4 * error));
    }

    [Fact]
    public void The_same_seed_gives_the_same_figure_and_another_seed_another()
    {
        double[] returns = [.. Enumerable.Range(0, 300).Select(day => Math.Sin(day * 12.9898) / 50)];

        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));

        TailRisk? Drawn(ulong seed) => FilteredHistorical.Of(returns, 0.95, VarianceModel.Ewma(), 5, seed, 500);
    }

    [Fact]
    public void A_restless_end_raises_the_figure_above_the_plain_one()
    {
        double[] returns = [.. Enumerable.Range(0, 500).Select(day => (day % 2 == 0 ? 1 : -1) * (day < 480 ? 0.01 : 0.05))];

        Assert.True(FilteredHistorical.Of(returns, 0.9, VarianceModel.Ewma())!.Value.ValueAtRisk > HistoricalTail.Of(returns, 0.9)!.Value.ValueAtRisk);
    }

    [Fact]
    public void FC_78_Forty_days_give_no_figure()
    {
        double[] returns = [.. Enumerable.Range(0, 40).Select(day => day / 1_000.0)];

        Assert.Null(FilteredHistorical.Of(returns, 0.99, VarianceModel.Ewma()));
        Assert.Null(FilteredHistorical.Of(returns, 0.99, VarianceModel.Ewma(), 10, seed: 1));
    }

    private static VarianceModel ModelOf(System.Text.Json.JsonElement parameters) =>
        new(parameters.Number("mu"), parameters.Number("omega"), parameters.Number("alpha"), parameters.Number("beta"));
}
