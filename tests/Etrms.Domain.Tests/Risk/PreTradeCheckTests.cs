using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

public sealed class PreTradeCheckTests
{
    private static readonly PreTradeContext Calm = new(Some.Instrument("BTCUSDT"), 100_000, 0, Posture.Normal, null);

    [Fact]
    public void A_sound_order_is_approved_with_its_quantity_rounded_down()
    {
        var order = Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(Buy(0.1239m), Calm)).Order;

        Assert.Equal((0.123m, false, "x"), (order.Quantity, order.ReduceOnly, order.ClientOrderId));
    }

    public static TheoryData<RefusalCode, OrderRequest, PreTradeContext> Refusals => new()
    {
        { RefusalCode.Halted, Buy(0.1m), Calm with { Posture = Posture.Halt } },
        { RefusalCode.NoNewRisk, Buy(0.1m), Calm with { Posture = Posture.NoNewRisk } },
        { RefusalCode.NoNewRisk, Buy(0.1m), Calm with { Posture = Posture.Flatten, Quantity = 1 } },
        { RefusalCode.UnknownSymbol, Buy(0.1m), Calm with { Instrument = null } },
        { RefusalCode.StaleData, Buy(0.1m), Calm with { Mark = null } },
        { RefusalCode.Reconciling, Buy(0.1m), Calm with { Quantity = null } },
        { RefusalCode.QtyMin, Buy(0.0009m), Calm },
        { RefusalCode.QtyMin, Buy(-1), Calm },
        { RefusalCode.QtyMax, Buy(101), Calm },
        { RefusalCode.NotionalMin, Buy(0.001m), Calm with { Mark = 50_000 } },
        { RefusalCode.NotionalMax, Buy(0.5m), Calm with { MaxNotional = 40_000 } },
        { RefusalCode.PriceCollar, Limit(OrderSide.Buy, 106_000), Calm },
        { RefusalCode.PriceCollar, Limit(OrderSide.Sell, 94_000), Calm },
        { RefusalCode.PriceCollar, Limit(OrderSide.Buy, 0), Calm },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_must_not_pass_is_refused_with_its_code(RefusalCode code, OrderRequest request, PreTradeContext context)
    {
        Assert.Equal(code, Assert.IsType<PreTradeResult.Refused>(PreTradeCheck.Check(request, context)).Code);
    }

    [Theory]
    [InlineData(Posture.NoNewRisk)]
    [InlineData(Posture.Flatten)]
    [InlineData(Posture.Halt)]
    public void An_order_that_only_shrinks_passes_in_every_posture_and_is_made_reduce_only(Posture posture)
    {
        var context = Calm with { Posture = posture, Quantity = 0.5m, Mark = null };

        var order = Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(Buy(0.5m) with { Side = OrderSide.Sell }, context)).Order;

        Assert.True(order.ReduceOnly);
        Assert.IsType<PreTradeResult.Refused>(PreTradeCheck.Check(Buy(0.6m) with { Side = OrderSide.Sell }, context));
    }

    [Fact]
    public void Everything_that_stands_against_an_order_is_told_the_gravest_first()
    {
        var context = Calm with { Posture = Posture.NoNewRisk, KeyRefusal = "This key may only read.", IsDuplicate = true, MaxNotional = 40_000 };

        var codes = PreTradeCheck.Refusals(Limit(OrderSide.Buy, 106_000) with { Quantity = 0.5m }, context).Select(refusal => refusal.Code);

        Assert.Equal([RefusalCode.NoNewRisk, RefusalCode.KeyScope, RefusalCode.DuplicateIntent, RefusalCode.PriceCollar, RefusalCode.NotionalMax], codes);
    }

    [Theory]
    [InlineData(OrderSide.Sell, "0.7", "0.5")]
    [InlineData(OrderSide.Sell, "0.2009", "0.2")]
    [InlineData(OrderSide.Buy, "0.7", "0")]
    public void An_order_that_may_only_reduce_changes_no_more_than_is_held(OrderSide side, string asked, string changes)
    {
        var request = Buy(decimal.Parse(asked, CultureInfo.InvariantCulture)) with { Side = side, ReduceOnly = true };

        Assert.Equal(decimal.Parse(changes, CultureInfo.InvariantCulture), PreTradeCheck.EffectiveQuantity(request, Calm with { Quantity = 0.5m }));
    }

    private static OrderRequest Buy(decimal quantity) => new()
    {
        Account = Desk.Account,
        Instrument = Some.Id("BTCUSDT"),
        Side = OrderSide.Buy,
        Quantity = quantity,
        ClientOrderId = "x",
    };

    private static OrderRequest Limit(OrderSide side, decimal price) =>
        Buy(0.1m) with { Side = side, Type = OrderType.Limit, Price = price };
}
