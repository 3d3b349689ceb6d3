using System.Diagnostics.CodeAnalysis;

namespace Etrms.Venue.Binance.Api;

/// <summary>The methods of the WebSocket API that do what a REST path does.</summary>
internal sealed class ApiMethods(RouteTable table)
{
    private static readonly (string Method, string Verb, string Path)[] Names =
    [
        ("order.place", "POST", "/fapi/v1/order"),
        ("order.modify", "PUT", "/fapi/v1/order"),
        ("order.cancel", "DELETE", "/fapi/v1/order"),
        ("order.status", "GET", "/fapi/v1/order"),
        ("algoOrder.place", "POST", "/fapi/v1/algoOrder"),
        ("algoOrder.cancel", "DELETE", "/fapi/v1/algoOrder"),
        ("account.balance", "GET", "/fapi/v2/balance"),
        ("v2/account.balance", "GET", "/fapi/v3/balance"),
        ("account.status", "GET", "/fapi/v2/account"),
        ("v2/account.status", "GET", "/fapi/v3/account"),
        ("account.position", "GET", "/fapi/v2/positionRisk"),
        ("v2/account.position", "GET", "/fapi/v3/positionRisk"),
        ("ticker.price", "GET", "/fapi/v1/ticker/price"),
        ("ticker.book", "GET", "/fapi/v1/ticker/bookTicker"),
        ("depth", "GET", "/fapi/v1/depth"),
        ("userDataStream.start", "POST", "/fapi/v1/listenKey"),
        ("userDataStream.ping", "PUT", "/fapi/v1/listenKey"),
        ("userDataStream.stop", "DELETE", "/fapi/v1/listenKey"),
    ];

    private readonly Dictionary<string, Route> _routes = Names.ToDictionary(
        name => name.Method, name => table.Routes.Single(route => route.Method == name.Verb && route.Path == name.Path), StringComparer.Ordinal);

    public bool TryFind(string method, [NotNullWhen(true)] out Route? route) => _routes.TryGetValue(method, out route);
}
