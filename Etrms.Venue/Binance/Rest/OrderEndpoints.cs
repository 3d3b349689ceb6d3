using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Ordinary orders: place, change, cancel and look up.</summary>
internal static class OrderEndpoints
{
    private const string Path = "/fapi/v1/order";
    private const int OpenOrdersWithoutSymbol = 40;

    public static void MapOrders(this RouteTable routes)
    {
        routes.AddOrder("POST", Path, weight: 0, orders: 1, Place);
        routes.AddOrder("POST", "/fapi/v1/order/test", weight: 0, orders: 0, Test);
        routes.AddOrder("DELETE", Path, weight: 1, orders: 0, Cancel);
        routes.AddOrder("DELETE", "/fapi/v1/allOpenOrders", weight: 1, orders: 0, CancelAll);
        routes.AddOrder("POST", "/fapi/v1/countdownCancelAll", weight: 10, orders: 0, Countdown);
        routes.Add("GET", Path, Access.Signed, 1, Find);
        routes.Add("GET", "/fapi/v1/openOrder", Access.Signed, 1, FindOpen);
        routes.Add("GET", "/fapi/v1/openOrders", Access.Signed, MarketEndpoints.OneOrAll(1, OpenOrdersWithoutSymbol), OpenOrders);
        routes.Add("GET", "/fapi/v1/allOrders", Access.Signed, 5, AllOrders);
    }

    /// <summary>Places an order read from parameters.</summary>
    public static Task<Answer> PlaceAsync(BinanceCall call, Parameters parameters, Instrument instrument)
    {
        var request = OrderForm.ReadOrder(parameters, instrument, call.Now);
        var isAcknowledged = parameters.Find("newOrderRespType") is not "RESULT";
        return call.CommandAsync(
            desk => desk.Exchange.Place(call.Account.Name, request, desk.Now.MarketAt),
            instrument,
            order => Answer.Object(writer => OrderJson.Command(writer, isAcknowledged ? Acknowledged(order) : order, instrument)));
    }

    /// <summary>Cancels the order that parameters name.</summary>
    public static Task<Answer> CancelAsync(BinanceCall call, OrderReference reference, Instrument instrument) =>
        call.CommandAsync(
            desk => desk.Exchange.Cancel(call.Account.Name, instrument.Id, reference, desk.Now.MarketAt),
            instrument,
            order => Answer.Object(writer => OrderJson.Command(writer, order, instrument)));

    private static Task<Answer> Place(BinanceCall call) => PlaceAsync(call, call.Parameters, call.Instrument());

    private static Task<Answer> Test(BinanceCall call)
    {
        var instrument = call.Instrument();
        var order = Untouched(OrderForm.ReadOrder(call.Parameters, instrument, call.Now), call.Now);
        return Task.FromResult(Answer.Object(writer => OrderJson.Command(writer, order, instrument)));
    }

    private static Task<Answer> Cancel(BinanceCall call) =>
        CancelAsync(call, OrderForm.ReferenceOf(call.Parameters, "orderId", "origClientOrderId"), call.Instrument());

    private static Task<Answer> CancelAll(BinanceCall call)
    {
        var instrument = call.Instrument();
        return call.CommandAsync(
            desk => desk.Exchange.CancelAll(call.Account.Name, instrument.Id, desk.Now.MarketAt),
            instrument,
            _ => Answer.Done("The operation of cancel all open order is done."));
    }

    private static Task<Answer> Countdown(BinanceCall call)
    {
        var instrument = call.Instrument();
        var countdown = call.Parameters.Long("countdownTime");
        if (countdown is < 0 or > int.MaxValue)
        {
            throw new BinanceException(BinanceErrors.OutOfRange("countdownTime"));
        }

        call.Service<DeadManSwitches>().Set(call.Account.Name, instrument.Id, TimeSpan.FromMilliseconds(countdown));
        return Task.FromResult(Answer.Object(writer =>
        {
            writer.WriteString("symbol", instrument.Id.Symbol);
            writer.WriteString("countdownTime", countdown.ToString());
        }));
    }

    private static Task<Answer> Find(BinanceCall call) => FindAsync(call, _ => true);

    private static Task<Answer> FindOpen(BinanceCall call) => FindAsync(call, order => order.IsOpen);

    private static async Task<Answer> FindAsync(BinanceCall call, Func<ExchangeOrder, bool> isShown)
    {
        var instrument = call.Instrument();
        var reference = OrderForm.ReferenceOf(call.Parameters, "orderId", "origClientOrderId");
        var order = await call.AskAsync(desk => desk.Exchange.FindOrder(call.Account.Name, instrument.Id, reference));
        return order is not null && isShown(order)
            ? Answer.Object(writer => OrderJson.Query(writer, order, instrument))
            : BinanceErrors.NoSuchOrder;
    }

    private static async Task<Answer> OpenOrders(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var orders = await call.AskAsync(desk => desk.Exchange.OpenOrders(call.Account.Name, instrument?.Id));
        return Listed(call, orders);
    }

    private static async Task<Answer> AllOrders(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var page = HistoryPage.Of(call.Parameters, "orderId", standard: 500);
        var orders = await call.AskAsync(desk => page.Take(
            desk.Exchange.OrderHistory(call.Account.Name).Where(order => instrument is null || order.Instrument == instrument.Id),
            order => order.OrderId,
            order => order.CreatedAt));
        return Listed(call, orders);
    }

    private static Answer Listed(BinanceCall call, IEnumerable<ExchangeOrder> orders)
    {
        var listing = call.Service<Listing>();
        return Answer.Array(orders, (Utf8JsonWriter writer, ExchangeOrder order) => OrderJson.QueryObject(writer, order, listing.Get(order.Instrument)));
    }

    // A tested order is answered as if it had been taken, and reaches nothing.
    private static ExchangeOrder Untouched(OrderRequest request, DateTimeOffset at) => new()
    {
        OrderId = 0,
        ClientOrderId = request.ClientOrderId ?? "",
        Instrument = request.Instrument,
        Side = request.Side,
        PositionSide = request.PositionSide,
        Type = request.Type,
        OriginalType = request.Type,
        TimeInForce = request.TimeInForce,
        Status = OrderStatus.New,
        Price = request.Price ?? 0,
        Quantity = request.Quantity,
        ReduceOnly = request.ReduceOnly,
        Terms = request.Terms,
        CreatedAt = at,
        UpdatedAt = at,
    };

    // An acknowledgement is written before the order meets the book.
    private static ExchangeOrder Acknowledged(ExchangeOrder order) =>
        order with { Status = OrderStatus.New, FilledQuantity = 0, FilledNotional = 0, UpdatedAt = order.CreatedAt };
}
