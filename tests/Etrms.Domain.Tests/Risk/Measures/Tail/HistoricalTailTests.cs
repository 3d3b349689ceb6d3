using System.Globalization;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures.Tail;

public sealed class HistoricalTailTests
{
    [Theory]
    [InlineData(0.95)]
    [InlineData(0.975)]
    [InlineData(0.99)]
    public void Daily_bitcoin_returns_give_the_figures_of_numpy_and_R(double level)
    {
        var vector = ReferenceFile.Read("tail-04-var-es-btc.json");
        var expected = vector.At("expected", level.ToString(CultureInfo.InvariantCulture), "historical");

        var tail = HistoricalTail.Of(vector.Numbers("input", "returns"), level)!.Value;

        ReferenceFile.Near(expected.Number("VaR_type7"), tail.ValueAtRisk, 1e-8);
        ReferenceFile.Near(expected.Number("ES_meanOfLossesAtOrBeyondType7"), tail.ExpectedShortfall, 1e-8);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void The_EDHEC_index_gives_the_figures_of_PerformanceAnalytics(double level)
    {
        var vector = ReferenceFile.Read("tail-06-var-edhec.json");
        var suffix = level.ToString(CultureInfo.InvariantCulture);

        var tail = HistoricalTail.Of(vector.Numbers("input", "returns"), level, minimum: 100)!.Value;

        ReferenceFile.Near(-vector.Number("expected", "PerformanceAnalytics", $"VaR_historical_{suffix}"), tail.ValueAtRisk, 1e-8);
        ReferenceFile.Near(-vector.Number("expected", "PerformanceAnalytics", $"ES_historical_{suffix}"), tail.ExpectedShortfall, 1e-8);
    }

    [Fact]
    public void FC_78_Forty_days_give_no_figure() =>
        Assert.Null(HistoricalTail.Of([.. Enumerable.Range(0, 40).Select(day => day / 1_000.0)], 0.99));

    [Fact]
    public void A_hundred_and_one_losses_from_0_to_100_have_their_quantiles_where_they_should()
    {
        var tail = HistoricalTail.Of([.. Enumerable.Range(0, 101).Select(loss => (double)-loss)], 0.95, minimum: 1)!.Value;

        Assert.Equal(95, tail.ValueAtRisk, 12);
        Assert.Equal(97.5, tail.ExpectedShortfall, 12);
    }

    [Fact]
    public void Todays_positions_meet_past_returns_and_a_hedge_cancels()
    {
        double[] btc = [0.01, -0.02, 0.03];
        double[] eth = [0.02, -0.04, 0.06];

        var profits = Scenarios.Profits([1_000, -500], [btc, eth]);

        Assert.All(profits, profit => Assert.Equal(0, profit, 12));
        Assert.Equal([(1.01 * 0.98) - 1, (0.98 * 1.03) - 1], Scenarios.Over(btc, 2));
    }
}
