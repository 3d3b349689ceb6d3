using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk;

public sealed class MarginTests
{
    private static readonly LeverageBracket[] Brackets =
    [
        new(1, 125, 0, 50_000, 0.004m, 0),
        new(2, 100, 50_000, 500_000, 0.005m, 50),
        new(3, 50, 500_000, 10_000_000, 0.01m, 2_550),
    ];

    [Theory]
    [InlineData(10_000, 40)]
    [InlineData(50_000, 200)]
    [InlineData(100_000, 450)]
    [InlineData(1_000_000, 7_450)]
    public void Maintenance_margin_follows_the_bracket_of_the_notional(int notional, int expected)
    {
        Assert.Equal(expected, Margin.MaintenanceMargin(Instrument(Brackets), notional));
    }

    [Fact]
    public void An_unknown_bracket_table_gives_no_margin_and_no_liquidation_price()
    {
        var instrument = Instrument();

        Assert.Null(Margin.MaintenanceMargin(instrument, 1_000));
        Assert.Null(Margin.LiquidationPrice(instrument, 1, 100, 10));
    }

    // The worked example of the venue's public FAQ on liquidation prices: two cross positions, then ETH alone as isolated.
    [Theory]
    [InlineData(0, 1114.78)]
    [InlineData(1, 1153.26)]
    public void The_venues_worked_example_comes_out_to_the_cent(int withOther, double expected)
    {
        var eth = Instrument(new LeverageBracket(1, 5, 0, 100_000_000, 0.10m, 135_365m));
        var otherNotional = 109.488m * 31967.27m;
        var otherMaintenance = withOther == 0 ? 0 : (otherNotional * 0.025m) - 16_300m;
        var otherPnl = withOther == 0 ? 0 : 109.488m * (31967.27m - 32481.98m);

        var price = Margin.LiquidationPrice(eth, 3683.979m, 1456.84m, 1_535_443.01m, otherMaintenance, otherPnl);

        Assert.Equal((decimal)expected, decimal.Round(price!.Value, 2));
    }

    [Theory]
    [InlineData(2, 100_000, 20_000)]
    [InlineData(-2, 100_000, 20_000)]
    [InlineData(-6, 90_000, 400_000)]
    public void At_the_liquidation_price_the_balance_equals_the_maintenance_margin(int quantity, int entry, int wallet)
    {
        var instrument = Instrument(Brackets);

        var price = Margin.LiquidationPrice(instrument, quantity, entry, wallet)!.Value;

        var balance = wallet + (quantity * (price - entry));
        Assert.Equal(Margin.MaintenanceMargin(instrument, Math.Abs(quantity) * price)!.Value, balance, 8);
    }

    [Fact]
    public void A_long_that_the_wallet_covers_down_to_zero_has_no_liquidation_price()
    {
        Assert.Null(Margin.LiquidationPrice(Instrument(Brackets), 1, 100, 1_000));
    }

    [Fact]
    public void The_largest_notional_is_the_cap_of_the_last_bracket_that_allows_the_leverage()
    {
        var instrument = Instrument(Brackets);

        Assert.Equal(500_000, Margin.MaxNotional(instrument, 75));
        Assert.Equal(10_000_000, Margin.MaxNotional(instrument, 20));
        Assert.Null(Margin.MaxNotional(instrument, 150));
    }

    private static Instrument Instrument(params LeverageBracket[] brackets) => Some.Instrument("BTCUSDT") with { Brackets = [.. brackets] };
}
