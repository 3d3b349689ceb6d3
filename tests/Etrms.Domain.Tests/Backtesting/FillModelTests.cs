using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class FillModelTests
{
    private static readonly Bar Bar = new(Open: 100, High: 104, Low: 98, Close: 103);

    [Theory]
    [InlineData(OrderSide.Buy, 98, 98.0)]
    [InlineData(OrderSide.Buy, 97.99, null)]
    [InlineData(OrderSide.Buy, 101, 100.0)]
    [InlineData(OrderSide.Sell, 104, 104.0)]
    [InlineData(OrderSide.Sell, 104.01, null)]
    [InlineData(OrderSide.Sell, 99, 100.0)]
    public void A_limit_fills_at_a_touch_and_never_worse_than_the_open(OrderSide side, double limit, double? expected) =>
        Assert.Equal((decimal?)expected, FillModel.Limit(side, (decimal)limit, Bar));

    [Theory]
    [InlineData(OrderSide.Buy, 104, 104.0)]
    [InlineData(OrderSide.Buy, 104.01, null)]
    [InlineData(OrderSide.Buy, 99, 100.0)]
    [InlineData(OrderSide.Sell, 98, 98.0)]
    [InlineData(OrderSide.Sell, 97.99, null)]
    [InlineData(OrderSide.Sell, 101, 100.0)]
    public void A_stop_fills_at_its_trigger_or_at_the_open_that_gapped_over_it(OrderSide side, double trigger, double? expected) =>
        Assert.Equal((decimal?)expected, FillModel.Stop(side, (decimal)trigger, Bar));

    [Theory]
    [InlineData(102, 103, 102.0, true)]
    [InlineData(102, 101, null, true)]
    [InlineData(105, 106, null, false)]
    [InlineData(99, 98.5, 98.5, true)]
    [InlineData(99, 97, null, true)]
    public void A_stop_limit_uses_no_price_that_may_have_come_before_its_release(double trigger, double limit, double? expected, bool isReleased)
    {
        var price = FillModel.StopLimit(OrderSide.Buy, (decimal)trigger, (decimal)limit, Bar, out var released);

        Assert.Equal(((decimal?)expected, isReleased), (price, released));
    }
}
