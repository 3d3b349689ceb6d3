using Etrms.Domain.Market;
using Etrms.Exchanges.Binance;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges;

/// <summary>Both ends of one account: what it tells and what may be ordered.</summary>
public sealed record ExchangeAccount(IAccountFeed Feed, IOrderGateway Gateway);

/// <summary>Makes the clients of a venue. What a venue limits by address (connections, weight, clock) is shared by all clients of its network.</summary>
public sealed class ExchangeClients(IOptions<ExchangesOptions> options, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<VenueNetwork, BinanceNetwork> _binance = [];

    /// <summary>Public prices; with a key the instruments come with their margin brackets.</summary>
    public IMarketFeed MarketFeed(Exchange exchange, VenueNetwork network, ExchangeCredentials? credentials = null) => exchange switch
    {
        Exchange.Binance => new BinanceMarketFeed(Rest(network, credentials), loggers.CreateLogger<BinanceMarketFeed>()),
        Exchange.Hyperliquid => throw NotSpokenYet(exchange),
    };

    public ExchangeAccount Account(Exchange exchange, VenueNetwork network, ExchangeCredentials credentials)
    {
        switch (exchange)
        {
            case Exchange.Binance:
                var rest = Rest(network, credentials);
                return new(new BinanceAccountFeed(rest, loggers.CreateLogger<BinanceAccountFeed>()), new BinanceOrderGateway(rest));
            case Exchange.Hyperliquid:
            default:
                throw NotSpokenYet(exchange);
        }
    }

    public ICandleHistory CandleHistory(Exchange exchange, VenueNetwork network) => exchange switch
    {
        Exchange.Binance => new BinanceCandleHistory(Rest(network, credentials: null)),
        Exchange.Hyperliquid => throw NotSpokenYet(exchange),
    };

    public IMarketData MarketData(Exchange exchange, VenueNetwork network) => exchange switch
    {
        Exchange.Binance => new BinanceMarketData(Rest(network, credentials: null), loggers.CreateLogger<BinanceMarketData>()),
        Exchange.Hyperliquid => throw NotSpokenYet(exchange),
    };

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var network in _binance.Values)
            {
                network.Dispose();
            }

            _binance.Clear();
        }
    }

    private static NotSupportedException NotSpokenYet(Exchange exchange) => new($"{exchange} is not connected yet.");

    private BinanceRest Rest(VenueNetwork network, ExchangeCredentials? credentials)
    {
        lock (_gate)
        {
            if (!_binance.TryGetValue(network, out var shared))
            {
                shared = new BinanceNetwork(network, options.Value, time, loggers.CreateLogger<BinanceNetwork>());
                _binance.Add(network, shared);
            }

            return new BinanceRest(shared, credentials);
        }
    }
}
