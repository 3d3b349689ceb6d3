using Etrms.Domain.Analysis.Markets;

namespace Etrms.Domain.Tests.Analysis.Markets;

/// <summary>Where the volatility of returns changed, looking back.</summary>
public sealed class VolatilityShiftsTests
{
    [Fact]
    public void A_calm_stretch_that_turns_wild_and_back_has_two_changes_where_they_were()
    {
        var shifts = VolatilityShifts.Of([.. Normal(300).Select((value, place) => value * (place is >= 100 and < 200 ? 0.01 : 0.001))]);

        Assert.Equal(2, shifts.Length);
        Assert.InRange(shifts[0].First, 97, 103);
        Assert.InRange(shifts[1].First, 197, 203);
        Assert.True(shifts[0].After > 5 * shifts[0].Before);
        Assert.Equal(shifts[0].After, shifts[1].Before);
        Assert.True(shifts[1].After < shifts[1].Before / 5);
    }

    [Fact]
    public void Large_returns_of_a_volatility_that_stays_are_no_change()
    {
        // A normal to its third power: kurtosis far above that of any market's returns.
        var heavy = Normal(400).Select(value => 0.001 * Math.Pow(value, 3)).ToArray();

        Assert.Empty(VolatilityShifts.Of(heavy));
        Assert.Empty(VolatilityShifts.Of([.. Normal(400).Select(value => value * 1e-7)]));
    }

    [Fact]
    public void Too_few_returns_constant_ones_and_such_that_are_no_numbers_have_none()
    {
        Assert.Empty(VolatilityShifts.Of([]));
        Assert.Empty(VolatilityShifts.Of([.. Normal(49)]));
        Assert.Empty(VolatilityShifts.Of(new double[200]));
        Assert.Empty(VolatilityShifts.Of([.. Normal(100), double.NaN]));
        Assert.Empty(VolatilityShifts.Of([.. Enumerable.Repeat(0.01, 200)]));
    }

    [Fact]
    public void A_market_in_which_trading_stops_changes_to_nothing()
    {
        var shift = Assert.Single(VolatilityShifts.Of([.. Normal(100).Select(value => value * 0.01), .. new double[60]]));

        Assert.Equal((100, 0.0), (shift.First, shift.After));
    }

    private static double[] Normal(int count)
    {
        var dice = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble()))];
    }
}
