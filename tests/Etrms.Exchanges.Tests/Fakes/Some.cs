using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Values whose details a test does not care about. Orders pass the same gates as real ones: nothing else can make them.</summary>
internal static class Some
{
    public static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");
    public static readonly AccountId Account = new(Guid.Parse("7d3d9a2e-6a53-4f2e-9d2b-0a4c1f1f9b11"));

    public static readonly Instrument BtcInstrument = new()
    {
        Id = Btc,
        BaseAsset = "BTC",
        QuoteAsset = "USDT",
        TickSize = 0.1m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 1000,
        MaxMarketQuantity = 120,
        MinNotional = 50,
    };

    public static ApprovedOrder Close(string clientId = "etrms-1", PositionSide side = PositionSide.Both) =>
        Approved(new()
        {
            Account = Account,
            Instrument = Btc,
            Side = OrderSide.Sell,
            PositionSide = side,
            Quantity = 0.020m,
            ReduceOnly = true,
            ClientOrderId = clientId,
        });

    public static ApprovedOrder Open(string clientId = "etrms-9", decimal? price = null) =>
        Approved(new()
        {
            Account = Account,
            Instrument = Btc,
            Side = OrderSide.Buy,
            Type = price is null ? OrderType.Market : OrderType.Limit,
            Price = price,
            Quantity = 0.020m,
            ClientOrderId = clientId,
        });

    public static ApprovedOrder Stop(decimal at = 58000.1m, decimal held = 0.020m) => ProtectionPlanner.Plan(new()
    {
        PlanId = Guid.Parse("0d8f8f0e-5a6b-4b61-8f7c-1f5d6f0e2a10"),
        Account = Account,
        Instrument = BtcInstrument,
        Position = new() { Instrument = Btc, Quantity = held, EntryPrice = 60000 },
        OpenOrders = [],
        Mark = 60000,
        StopLoss = at,
    }).Send.Single();

    private static ApprovedOrder Approved(OrderRequest request)
    {
        var context = new PreTradeContext(BtcInstrument, Mark: 60000, Quantity: 0.020m, Posture.Normal, PostureReason: null);
        return Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(request, context)).Order;
    }
}
