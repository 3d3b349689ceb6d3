using Etrms.Domain.Backtesting;
using Etrms.Venue.Market;

namespace Etrms.Venue.Faults;

/// <summary>
/// Takes conditional orders away, the newest first, as exchanges do that cancel a stop by themselves a while after they accepted it. Lives on the venue's loop; ages go by
/// the wall clock.
/// </summary>
internal sealed class Withdrawals(FaultScript faults)
{
    private const string Path = "/fapi/v1/algoOrder";

    private readonly Dictionary<(string Account, long Order), DateTimeOffset> _restingSince = [];

    public void On(AccountEvent told)
    {
        if (told.Event is not ExchangeEvent.ConditionalChanged { Order: var order, Account: var account })
        {
            return;
        }

        if (order.IsWaiting)
        {
            _restingSince.TryAdd((account, order.ConditionalId), told.WallAt);
        }
        else
        {
            _restingSince.Remove((account, order.ConditionalId));
        }
    }

    public void Strike(VenueDesk desk)
    {
        if (faults.Faults.IsEmpty)
        {
            return;
        }

        foreach (var ((account, order), since) in _restingSince.OrderByDescending(each => each.Value).ThenByDescending(each => each.Key.Order).ToList())
        {
            if (faults.TakeOrder(Path, desk.Now.WallAt - since))
            {
                desk.Exchange.CancelConditional(account, new OrderReference(order, null), desk.Now.MarketAt, EndCause.Venue);
            }
        }
    }
}
