using Etrms.Domain.Backtesting;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Conditional orders, which live on paths of their own since 2025-12.</summary>
internal static class AlgoOrderEndpoints
{
    private const string Path = "/fapi/v1/algoOrder";

    public static void MapAlgoOrders(this RouteTable routes)
    {
        routes.AddOrder("POST", Path, weight: 0, orders: 1, Place);
        routes.AddOrder("DELETE", Path, weight: 1, orders: 0, Cancel);
        routes.AddOrder("DELETE", "/fapi/v1/algoOpenOrders", weight: 1, orders: 0, CancelAll);
        routes.Add("GET", Path, Access.Signed, 1, Find);
        routes.Add("GET", "/fapi/v1/openAlgoOrders", Access.Signed, MarketEndpoints.OneOrAll(1, 40), Open);
        routes.Add("GET", "/fapi/v1/allAlgoOrders", Access.Signed, 5, All);
    }

    private static Task<Answer> Place(BinanceCall call)
    {
        var instrument = call.Instrument();
        var request = OrderForm.ReadConditional(call.Parameters, instrument, call.Now);
        return call.CommandAsync(
            desk => desk.Exchange.PlaceConditional(call.Account.Name, request, desk.Now.MarketAt),
            instrument,
            order => Answer.Object(writer => AlgoJson.Command(writer, order, instrument)));
    }

    private static Task<Answer> Cancel(BinanceCall call)
    {
        var reference = OrderForm.ReferenceOf(call.Parameters, "algoId", "clientAlgoId");
        return call.CommandAsync(
            desk => desk.Exchange.CancelConditional(call.Account.Name, reference, desk.Now.MarketAt),
            null,
            order => Answer.Object(writer =>
            {
                writer.WriteNumber("algoId", order.ConditionalId);
                writer.WriteString("clientAlgoId", order.ClientOrderId);
                writer.WriteString("code", "200");
                writer.WriteString("msg", "success");
            }));
    }

    private static Task<Answer> CancelAll(BinanceCall call)
    {
        var instrument = call.Instrument();
        return call.CommandAsync(
            desk => desk.Exchange.CancelAllConditional(call.Account.Name, instrument.Id, desk.Now.MarketAt),
            instrument,
            _ => Answer.Done("The operation of cancel all open order is done."));
    }

    private static async Task<Answer> Find(BinanceCall call)
    {
        var reference = OrderForm.ReferenceOf(call.Parameters, "algoId", "clientAlgoId");
        var memory = call.Service<AlgoMemory>();
        var order = await call.AskAsync(desk => desk.Exchange.FindConditional(call.Account.Name, reference) is { } current
            ? memory.AsOf(current, call.Source.Lag)
            : null);
        if (order is null)
        {
            return BinanceErrors.NoSuchOrder;
        }

        var instrument = call.Service<Listing>().Get(order.Instrument);
        return Answer.Object(writer => AlgoJson.Query(writer, order, instrument));
    }

    private static async Task<Answer> Open(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var orders = await call.AskAsync(desk => desk.Exchange.OpenConditionals(call.Account.Name, instrument?.Id));
        var listing = call.Service<Listing>();
        return Answer.Array(orders, (writer, order) => AlgoJson.OpenObject(writer, order, listing.Get(order.Instrument)));
    }

    private static async Task<Answer> All(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var page = HistoryPage.Of(call.Parameters, "algoId", standard: 500);
        return Listed(call, await call.AskAsync(desk => page.Take(
            desk.Exchange.ConditionalHistory(call.Account.Name).Where(order => instrument is null || order.Instrument == instrument.Id),
            order => order.ConditionalId,
            order => order.CreatedAt)));
    }

    private static Answer Listed(BinanceCall call, IEnumerable<ConditionalOrder> orders)
    {
        var listing = call.Service<Listing>();
        return Answer.Array(orders, (writer, order) => AlgoJson.QueryObject(writer, order, listing.Get(order.Instrument)));
    }
}
