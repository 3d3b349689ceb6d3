using Etrms.Domain.Market;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Hyperliquid;
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
    private readonly Dictionary<VenueNetwork, HyperliquidNetwork> _hyperliquid = [];

    /// <summary>Public prices; with a key the instruments come with their margin brackets.</summary>
    public IMarketFeed MarketFeed(Exchange exchange, VenueNetwork network, ExchangeCredentials? credentials = null) => exchange switch
    {
        Exchange.Binance => new BinanceMarketFeed(Rest(network, credentials), loggers.CreateLogger<BinanceMarketFeed>()),
        Exchange.Hyperliquid => new HyperliquidMarketFeed(HyperliquidRest(network, credentials: null)),
    };

    public ExchangeAccount Account(Exchange exchange, VenueNetwork network, ExchangeCredentials credentials) => exchange switch
    {
        Exchange.Binance => BinanceAccount(Rest(network, credentials)),
        Exchange.Hyperliquid => HyperliquidAccount(HyperliquidRest(network, credentials)),
    };

    public ICandleHistory CandleHistory(Exchange exchange, VenueNetwork network) => exchange switch
    {
        Exchange.Binance => new BinanceCandleHistory(Rest(network, credentials: null)),
        Exchange.Hyperliquid => new HyperliquidCandleHistory(HyperliquidRest(network, credentials: null)),
    };

    public IMarketData MarketData(Exchange exchange, VenueNetwork network) => exchange switch
    {
        Exchange.Binance => new BinanceMarketData(Rest(network, credentials: null), loggers.CreateLogger<BinanceMarketData>()),
        Exchange.Hyperliquid => new HyperliquidMarketData(HyperliquidRest(network, credentials: null)),
    };

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var network in _binance.Values)
            {
                network.Dispose();
            }

            foreach (var network in _hyperliquid.Values)
            {
                network.Dispose();
            }

            _binance.Clear();
            _hyperliquid.Clear();
        }
    }

    private ExchangeAccount BinanceAccount(BinanceRest rest) =>
        new(new BinanceAccountFeed(rest, loggers.CreateLogger<BinanceAccountFeed>()), new BinanceOrderGateway(rest));

    private ExchangeAccount HyperliquidAccount(HyperliquidRest rest) =>
        new(new HyperliquidAccountFeed(rest, loggers.CreateLogger<HyperliquidAccountFeed>()), new HyperliquidOrderGateway(rest));

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

    private HyperliquidRest HyperliquidRest(VenueNetwork network, ExchangeCredentials? credentials)
    {
        lock (_gate)
        {
            if (!_hyperliquid.TryGetValue(network, out var shared))
            {
                shared = new HyperliquidNetwork(network, options.Value, time, loggers.CreateLogger<HyperliquidNetwork>());
                _hyperliquid.Add(network, shared);
            }

            var identity = credentials is null ? null : new HyperliquidIdentity(credentials);
            return new HyperliquidRest(shared, identity, loggers.CreateLogger<HyperliquidRest>());
        }
    }
}
