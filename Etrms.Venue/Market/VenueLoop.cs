using Etrms.Domain.Backtesting;

namespace Etrms.Venue.Market;

/// <summary>What a command on the loop may touch, with the two clocks of its moment.</summary>
public sealed record VenueDesk(SimulatedExchange Exchange, VenueMarket Market, MarketStamp Now);

/// <summary>An account's event with the wall time at which the venue decided it.</summary>
public readonly record struct AccountEvent(ExchangeEvent Event, DateTimeOffset WallAt);

/// <summary>The single owner of exchange and market: every command and every tick of the market runs here, one after another.</summary>
public sealed class VenueLoop
{
    /// <summary>Runs work on the loop and hands back its answer; the events it caused were delivered before.</summary>
    public Task<T> AskAsync<T>(Func<VenueDesk, T> work, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Handlers run on the loop and must not block.</summary>
    public IDisposable SubscribeMarket(Action<MarketEvent> handler) => throw new NotSupportedException();

    /// <summary>Handlers run on the loop and must not block.</summary>
    public IDisposable SubscribeAccounts(Action<AccountEvent> handler) => throw new NotSupportedException();
}
