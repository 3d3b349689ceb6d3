using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>The two exchanges over the one market, each with its own rules and accounts.</summary>
public sealed record VenueExchanges(SimulatedExchange Binance, SimulatedExchange Hyperliquid)
{
    public SimulatedExchange Of(Exchange venue) => venue switch
    {
        Exchange.Binance => Binance,
        Exchange.Hyperliquid => Hyperliquid,
    };
}
