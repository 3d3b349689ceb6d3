using Etrms.Domain.Backtesting;
using Etrms.Venue.Binance;
using Etrms.Venue.Control;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Dead-man switches: at its time an account's every open order is cancelled. Lives on the venue's loop.</summary>
internal sealed class CancelSchedule(ServerClock clock, WireLog log)
{
    private const int StrikesPerDay = 10;
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateOnly Day, int Count)> _strikes = new(StringComparer.Ordinal);

    /// <returns>False when the switch struck too often today.</returns>
    public bool TrySet(string account, DateTimeOffset due)
    {
        if (_strikes.TryGetValue(account, out var strikes) && strikes.Day == Today && strikes.Count >= StrikesPerDay)
        {
            return false;
        }

        _due[account] = due;
        log.SwitchSet(due - clock.Now, symbol: null);
        return true;
    }

    public void Clear(string account)
    {
        log.SwitchSet(TimeSpan.Zero, symbol: null);
        _due.Remove(account);
    }

    public void Strike(VenueDesk desk)
    {
        foreach (var account in _due.Where(pair => pair.Value <= clock.Now).Select(pair => pair.Key).ToList())
        {
            _due.Remove(account);
            log.SwitchFired(symbol: null);
            var former = _strikes.GetValueOrDefault(account);
            _strikes[account] = former.Day == Today ? (Today, former.Count + 1) : (Today, 1);
            CancelAll(account, desk);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.Now.UtcDateTime);

    private static void CancelAll(string account, VenueDesk desk)
    {
        var (exchange, at) = (desk.Hyperliquid, desk.Now.MarketAt);
        foreach (var order in exchange.OpenOrders(account, null))
        {
            exchange.Cancel(account, (order.Instrument, new OrderReference(order.OrderId, null)), EndCause.Schedule, at);
        }

        foreach (var trigger in exchange.OpenConditionals(account, null))
        {
            exchange.CancelConditional(account, new OrderReference(trigger.ConditionalId, null), at, EndCause.Schedule);
        }
    }
}
