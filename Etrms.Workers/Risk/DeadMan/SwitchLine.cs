using Etrms.Domain.Market;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>The way to the venues' switches: only for the holder of the lease.</summary>
internal sealed class SwitchLine(MonitoredAccounts accounts, Leadership leadership)
{
    /// <summary>False when the account is not under guard any more: nobody can speak for it.</summary>
    public bool Reaches(DeadManReach reach) => accounts.Find(reach.Account) is not null;

    /// <summary>Sets the switch anew; null when this worker may not speak now.</summary>
    /// <param name="reach">What it covers.</param>
    /// <param name="countdown">Null takes it back, which protects what it would take: that goes on without the database.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ExchangeOutcome<TimeSpan?>?> SetAsync(DeadManReach reach, TimeSpan? countdown, CancellationToken cancellationToken)
    {
        if (accounts.Find(reach.Account) is not { } account || !await leadership.MaySendAsync(isProtective: countdown is null, cancellationToken))
        {
            return null;
        }

        // A switch of a whole account is named by no contract.
        var instrument = reach.Instrument ?? new InstrumentId(reach.Exchange, "");
        return await account.Gateway.ArmDeadManAsync(instrument, countdown, cancellationToken);
    }
}
