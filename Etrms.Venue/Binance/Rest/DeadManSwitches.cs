using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Venue.Control;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Counts down to cancelling an account's ordinary orders of a contract unless it is renewed. Conditional orders stay.</summary>
internal sealed class DeadManSwitches(TimeProvider clock, WireLog log)
{
    private readonly ConcurrentDictionary<(string Account, InstrumentId Instrument), DateTimeOffset> _due = new();

    /// <param name="countdown">Wall time; zero takes the switch off.</param>
    public void Set(string account, InstrumentId instrument, TimeSpan countdown)
    {
        log.SwitchSet(countdown, instrument.Symbol);
        if (countdown == TimeSpan.Zero)
        {
            _due.TryRemove((account, instrument), out _);
        }
        else
        {
            _due[(account, instrument)] = clock.GetUtcNow() + countdown;
        }
    }

    /// <summary>Cancels what is due; runs on the venue's loop.</summary>
    public void Strike(VenueDesk desk)
    {
        foreach (var due in _due.Where(pair => pair.Value <= clock.GetUtcNow()))
        {
            if (_due.TryRemove(due))
            {
                log.SwitchFired(due.Key.Instrument.Symbol);
                desk.Exchange.CancelAll(due.Key.Account, due.Key.Instrument, desk.Now.MarketAt);
            }
        }
    }
}
