using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Tests.Risk.Measures;

public sealed class JointLiquidationTests
{
    [Fact]
    public void One_position_alone_is_as_far_as_its_own_liquidation_price()
    {
        var rules = Some.Margined("BTCUSDT");
        var price = Margin.LiquidationPrice(rules, 1, 100_000, 10_000)!.Value;

        var move = JointLiquidation.Distance(10_000, [new JointPosition(100_000, rules, 1)])!.Value;

        Assert.Equal((price / 100_000) - 1, move, 6);
    }

    [Fact]
    public void Two_that_fall_together_are_nearer_than_each_alone()
    {
        var (btc, eth) = (Long(50_000, "BTCUSDT"), Long(50_000, "ETHUSDT"));

        var alone = JointLiquidation.Distance(10_000, [btc])!.Value;
        var together = JointLiquidation.Distance(10_000, [btc, eth])!.Value;
        var stressed = JointLiquidation.Distance(10_000, [btc, eth with { Beta = 1.5m }])!.Value;

        Assert.True(alone < together && together < stressed && stressed < 0);
    }

    [Fact]
    public void A_short_is_liquidated_by_a_rise_and_a_hedge_by_neither()
    {
        var instrument = Some.Margined("BTCUSDT");

        Assert.True(JointLiquidation.Distance(10_000, [new JointPosition(-50_000, instrument, 1)]) is > 0.15m and < 0.25m);
        Assert.Null(JointLiquidation.Distance(10_000, [new JointPosition(50_000, instrument, 1), new JointPosition(-50_000, Some.Margined("ETHUSDT"), 1)]));
    }

    [Fact]
    public void What_is_due_already_is_0_away_and_flat_has_no_distance()
    {
        Assert.Equal(0, JointLiquidation.Distance(100, [Long(50_000, "BTCUSDT")]));
        Assert.Null(JointLiquidation.Distance(100, []));
    }

    /// <summary>The move that is found is due, and one a little smaller is not.</summary>
    [Fact]
    public void The_move_is_the_smallest_that_liquidates()
    {
        var positions = new[] { Long(30_000, "BTCUSDT"), Long(20_000, "ETHUSDT") with { Beta = 1.4m }, Long(-15_000, "SOLUSDT") with { Beta = 2 } };

        var move = JointLiquidation.Distance(4_000, [.. positions])!.Value;

        Assert.True(Cushion(move) <= 0);
        Assert.True(Cushion(move + 0.00001m) > 0);

        decimal Cushion(decimal change) => 4_000 + positions.Sum(position =>
            (position.Value * position.Beta * change) - Margin.MaintenanceMargin(position.Rules, Math.Abs(position.Value * (1 + (position.Beta * change))))!.Value);
    }

    private static JointPosition Long(decimal value, string symbol) => new(value, Some.Margined(symbol), 1);
}
