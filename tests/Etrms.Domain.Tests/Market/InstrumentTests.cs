using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Domain.Tests.Risk;

namespace Etrms.Domain.Tests.Market;

public sealed class InstrumentTests
{
    /// <summary>Prices of 5 figures and 6 − 0 decimals, as Hyperliquid has them for contracts in whole coins.</summary>
    private static readonly Instrument FiveFigures = Some.Instrument("X") with { TickSize = 0.000001m, SignificantFigures = 5 };

    [Theory]
    [InlineData("123456.7", "123456", "123457")]
    [InlineData("12345.6", "12345", "12346")]
    [InlineData("9999.96", "9999.9", "10000")]
    [InlineData("99999.5", "99999", "100000")]
    [InlineData("1234.56", "1234.5", "1234.6")]
    [InlineData("1.000009", "1", "1.0001")]
    [InlineData("0.0123456", "0.012345", "0.012346")]
    [InlineData("0.00012345", "0.000123", "0.000124")]
    [InlineData("1234.5", "1234.5", "1234.5")]
    [InlineData("0", "0", "0")]
    public void A_price_is_rounded_to_the_significant_figures_and_the_tick(string price, string down, string up)
    {
        var value = Number(price);

        Assert.Equal(Number(down), FiveFigures.RoundPriceDown(value));
        Assert.Equal(Number(up), FiveFigures.RoundPriceUp(value));
    }

    [Fact]
    public void A_coarser_tick_than_the_figures_decides()
    {
        var coarse = FiveFigures with { TickSize = 0.1m };

        Assert.Equal(1.2m, coarse.RoundPriceDown(1.2345m));
        Assert.Equal(1.3m, coarse.RoundPriceUp(1.2345m));
    }

    [Fact]
    public void Without_figures_only_the_tick_counts()
    {
        var tickOnly = FiveFigures with { SignificantFigures = null, TickSize = 0.01m };

        Assert.Equal(123456.78m, tickOnly.RoundPriceDown(123456.789m));
        Assert.Equal(123456.79m, tickOnly.RoundPriceUp(123456.789m));
    }

    [Theory]
    [InlineData("123456", true)]
    [InlineData("123456.5", false)]
    [InlineData("12345.5", false)]
    [InlineData("1234.5", true)]
    [InlineData("0.1234567", false)]
    [InlineData("0.0012", true)]
    public void A_price_with_too_many_figures_is_not_taken_but_a_whole_number_always_is(string price, bool isTaken)
    {
        Assert.Equal(isTaken, FiveFigures.TakesPrice(Number(price)));
    }

    [Fact]
    public void Rounding_is_toward_its_side_and_what_it_gives_is_taken_as_it_is()
    {
        for (var price = 0.000001m; price < 1_000_000; price *= 1.37m)
        {
            var (down, up) = (FiveFigures.RoundPriceDown(price), FiveFigures.RoundPriceUp(price));

            Assert.True(down <= price && price <= up, $"{down} <= {price} <= {up}");
            Assert.True(FiveFigures.TakesPrice(down) && FiveFigures.TakesPrice(up), $"{down} and {up} of {price}");
            Assert.True(down == Math.Truncate(down) || Figures(down) <= 5, $"{down} has {Figures(down)} figures");
            Assert.True(up == Math.Truncate(up) || Figures(up) <= 5, $"{up} has {Figures(up)} figures");
        }
    }

    private static int Figures(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
