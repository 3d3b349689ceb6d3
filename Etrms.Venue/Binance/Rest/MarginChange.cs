using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Isolated margin added (positive) or taken (negative) by the account's owner.</summary>
internal sealed record MarginChange(InstrumentId Instrument, PositionSide Side, decimal Amount, DateTimeOffset At);

/// <summary>Whether an account pays its commissions in BNB. None has any, so the switch is remembered and changes no fee.</summary>
internal sealed class FeeBurns
{
    private readonly ConcurrentDictionary<string, bool> _byAccount = new(StringComparer.Ordinal);

    public bool Find(string account) => _byAccount.GetValueOrDefault(account);

    public void Set(string account, bool burns) => _byAccount[account] = burns;
}
