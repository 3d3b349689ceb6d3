using Etrms.Domain.Market;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges;

/// <summary>Both ends of one account: what it tells and what may be ordered.</summary>
public sealed record ExchangeAccount(IAccountFeed Feed, IOrderGateway Gateway);

/// <summary>Makes the clients of a venue. What a venue limits by address (connections, weight, clock) is shared by all clients of its network.</summary>
public sealed class ExchangeClients(IOptions<ExchangesOptions> options)
{
    private readonly ExchangesOptions _options = options.Value;

    /// <summary>Public prices; with a key the instruments come with their margin brackets.</summary>
    public IMarketFeed MarketFeed(Exchange exchange, VenueNetwork network, ExchangeCredentials? credentials = null) =>
        throw new NotSupportedException($"No market feed for {exchange} {network} {credentials} {_options.ReadTimeout}");

    public ExchangeAccount Account(Exchange exchange, VenueNetwork network, ExchangeCredentials credentials) =>
        throw new NotSupportedException($"No account client for {exchange} {network} {credentials} {_options.ReadTimeout}");

    public ICandleHistory CandleHistory(Exchange exchange, VenueNetwork network) =>
        throw new NotSupportedException($"No history for {exchange} {network} {_options.ReadTimeout}");
}
