using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Several orders in one call; each succeeds or fails by itself, and the answer lists both.</summary>
internal static class BatchOrderEndpoints
{
    private const string Path = "/fapi/v1/batchOrders";
    private const int MostPlaced = 5;
    private const int MostCanceled = 10;

    public static void MapBatchOrders(this RouteTable routes)
    {
        routes.AddOrder("POST", Path, weight: 5, orders: MostPlaced, Place);
        routes.AddOrder("PUT", Path, weight: 5, orders: MostPlaced, Modify);
        routes.AddOrder("DELETE", Path, weight: 1, orders: 0, Cancel);
    }

    private static Task<Answer> Place(BinanceCall call) => EachOrder(call, OrderEndpoints.PlaceAsync);

    private static Task<Answer> Modify(BinanceCall call) => EachOrder(call, AmendmentEndpoints.ModifyAsync);

    private static Task<Answer> EachOrder(BinanceCall call, Func<BinanceCall, Parameters, Instrument, Task<Answer>> handle)
    {
        var orders = ReadList(call.Parameters, "batchOrders", MostPlaced);
        return EachAsync(orders, order =>
        {
            var parameters = order.ValueKind == JsonValueKind.Object
                ? new Parameters(order)
                : throw new BinanceException(BinanceErrors.Malformed("batchOrders"));
            return call.Service<Listing>().TryFind(parameters.Text("symbol"), out var instrument)
                ? handle(call, parameters, instrument)
                : throw new BinanceException(BinanceErrors.BadSymbol);
        });
    }

    private static Task<Answer> Cancel(BinanceCall call)
    {
        var instrument = call.Instrument();
        var references = Spelled(call.Parameters, "orderIdList") is { } ids
            ? ReadList(call.Parameters, ids, MostCanceled).Select(id => new OrderReference(NumberOf(id), null))
            : ReadList(call.Parameters, Spelled(call.Parameters, "origClientOrderIdList") ?? "origClientOrderIdList", MostCanceled)
                .Select(id => new OrderReference(null, id.ToString()));
        return EachAsync(references, reference => OrderEndpoints.CancelAsync(call, reference, instrument));
    }

    private static async Task<Answer> EachAsync<T>(IEnumerable<T> items, Func<T, Task<Answer>> handle)
    {
        var answers = new List<Answer>();
        foreach (var item in items)
        {
            try
            {
                answers.Add(await handle(item));
            }
            catch (BinanceException refused)
            {
                answers.Add(refused.Error);
            }
        }

        return Answer.Array(answers, (writer, answer) => (answer.Write ?? answer.Error.WriteTo)(writer));
    }

    // ccxt writes the names of these two lists in lower case, and the exchange takes them so.
    private static string? Spelled(Parameters parameters, string name) =>
        parameters.Has(name) ? name : parameters.Has(name.ToLowerInvariant()) ? name.ToLowerInvariant() : null;

    // Some clients write the numbers of a list as text.
    private static long NumberOf(JsonElement id) => long.TryParse(id.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new BinanceException(BinanceErrors.Malformed("orderIdList"));

    private static List<JsonElement> ReadList(Parameters parameters, string name, int most)
    {
        try
        {
            using var list = JsonDocument.Parse(parameters.Text(name));
            var items = list.RootElement.EnumerateArray().Select(item => item.Clone()).ToList();
            return items.Count is > 0 && items.Count <= most ? items : throw new BinanceException(BinanceErrors.OutOfRange(name));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new BinanceException(BinanceErrors.Malformed(name));
        }
    }
}
