namespace Etrms.Venue.Binance;

/// <summary>One path of the protocol with what it costs and what it asks for.</summary>
/// <param name="Weight">Request weight, which some paths make depend on their parameters.</param>
internal sealed record Route(string Method, string Path, Access Access, Func<Parameters, int> Weight, Func<BinanceCall, Task<Answer>> Handle)
{
    /// <summary>New orders that a call counts as; 0 for everything that is not an order.</summary>
    public int Orders { get; init; }

    /// <summary>True when the order log names the call.</summary>
    public bool IsOrderEntry { get; init; }
}

/// <summary>Collects the routes of the protocol.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    public IReadOnlyList<Route> Routes => _routes;

    public void Add(string method, string path, Access access, int weight, Func<BinanceCall, Task<Answer>> handle) =>
        _routes.Add(new Route(method, path, access, _ => weight, handle));

    public void Add(string method, string path, Access access, Func<Parameters, int> weight, Func<BinanceCall, Task<Answer>> handle) =>
        _routes.Add(new Route(method, path, access, weight, handle));

    /// <summary>A call that places or changes orders.</summary>
    public void AddOrder(string method, string path, int weight, int orders, Func<BinanceCall, Task<Answer>> handle) =>
        _routes.Add(new Route(method, path, Access.Signed, _ => weight, handle) { Orders = orders, IsOrderEntry = true });
}
