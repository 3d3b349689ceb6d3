using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>The same as <see cref="Some"/> for a contract of Hyperliquid.</summary>
internal static class SomeCoin
{
    public static readonly InstrumentId Btc = new(Exchange.Hyperliquid, "BTC");

    public static readonly Instrument BtcInstrument = Some.BtcInstrument with
    {
        Id = Btc,
        QuoteAsset = "USDC",
        StepSize = 0.00001m,
        MinQuantity = 0.00001m,
        MinNotional = 10,
        SignificantFigures = 5,
    };

    public static OrderRequest Wish(string clientId = "etrms-9") => new()
    {
        Account = Some.Account,
        Instrument = Btc,
        Side = OrderSide.Buy,
        Quantity = 0.020m,
        ClientOrderId = clientId,
    };

    public static ApprovedOrder Open(string clientId = "etrms-9", decimal? price = null, TimeInForce timeInForce = TimeInForce.GoodTillCancel) =>
        Approved(Wish(clientId) with { Type = price is null ? OrderType.Market : OrderType.Limit, Price = price, TimeInForce = timeInForce });

    public static ApprovedOrder Close(string clientId = "etrms-1") =>
        Approved(Wish(clientId) with { Side = OrderSide.Sell, ReduceOnly = true });

    public static ApprovedOrder Stop(decimal at = 58000m, decimal held = 0.020m) => Protect(held, stop: at, target: null);

    public static ApprovedOrder Target(decimal at = 65000m, decimal held = 0.020m) => Protect(held, stop: null, target: at);

    public static ApprovedOrder Approved(OrderRequest request)
    {
        var held = request.ReduceOnly ? 0.020m : 0;
        var context = new PreTradeContext(BtcInstrument, Mark: 60000, Quantity: held, Posture.Normal, PostureReason: null);
        return Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(request, context)).Order;
    }

    private static ApprovedOrder Protect(decimal held, decimal? stop, decimal? target) => ProtectionPlanner.Plan(new()
    {
        PlanId = Guid.Parse("0d8f8f0e-5a6b-4b61-8f7c-1f5d6f0e2a10"),
        Account = Some.Account,
        Instrument = BtcInstrument,
        Position = new() { Instrument = Btc, Quantity = held, EntryPrice = 60000 },
        OpenOrders = [],
        Mark = 60000,
        StopLoss = stop,
        TakeProfit = target,
    }).Send.Single();
}
