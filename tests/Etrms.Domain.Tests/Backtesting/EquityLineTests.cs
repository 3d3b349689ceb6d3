using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Tests.Risk;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>What is computed in whole numbers must be what decimals give, trailing zeros included: results are compared byte by byte.</summary>
public sealed class EquityLineTests
{
    [Fact]
    public void A_line_tells_to_the_last_digit_what_decimals_tell()
    {
        var random = new Random(20_261_122);
        var told = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (wallet, quantity, entry) = (Any(random, 1_000_000_000, 20), Any(random, 1_000_000_000, 12), Math.Abs(Any(random, 100_000_000, 8)));
            var (units, scale) = (random.NextInt64(1, 10_000_000), (byte)random.Next(9));

            if (EquityLine.Of(wallet, quantity, entry, scale).TryFind(units, out var equity))
            {
                var price = new decimal((int)units, 0, 0, isNegative: false, scale);
                Assert.Equal(decimal.GetBits(wallet + (quantity * (price - entry))), decimal.GetBits(equity));
                told++;
            }
        }

        Assert.InRange(told, 10_000, 20_000);
    }

    [Fact]
    public void A_line_tells_nothing_where_decimals_would_have_rounded()
    {
        Assert.False(EquityLine.Of(10_000, 0.3333333333333333333333333333m, 3.123456789m, 2).TryFind(300, out _));
        Assert.False(EquityLine.Of(99_999_999_999_999_999m, 1.000000000001m, 30_000.12m, 2).TryFind(3_000_012, out _));
        Assert.False(EquityLine.Of(10_000, 1_000_000, 30_000.12m, 2).TryFind(long.MaxValue, out _));
    }

    [Theory]
    [InlineData("0.00000001")]
    [InlineData("0.001")]
    [InlineData("0.0010")]
    [InlineData("0.005")]
    [InlineData("1")]
    [InlineData("10")]
    public void Quantities_are_rounded_to_a_step_as_by_division(string step)
    {
        var random = new Random(7);
        var instrument = Some.Instrument("BTCUSDT") with { StepSize = decimal.Parse(step, System.Globalization.CultureInfo.InvariantCulture) };
        for (var i = 0; i < 1_000; i++)
        {
            var quantity = Any(random, 1_000_000_000, 16);

            var rounded = instrument.RoundQuantity(quantity);

            Assert.Equal(decimal.GetBits(Math.Floor(quantity / instrument.StepSize) * instrument.StepSize), decimal.GetBits(rounded));
        }
    }

    /// <summary>A number with some decimal places, negative as often as not.</summary>
    private static decimal Any(Random random, int below, int scales)
    {
        var whole = (decimal)random.Next(1, below) * random.Next(1, 1_000);
        return new decimal(decimal.GetBits(whole)[0], decimal.GetBits(whole)[1], 0, random.Next(2) == 0, (byte)random.Next(scales));
    }
}
