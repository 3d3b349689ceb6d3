using Etrms.Domain.Risk;
using Etrms.Workers.Risk.Pumps;

namespace Etrms.Workers.Risk;

/// <summary>What happened since the state was stored, in the order in which the engine is to hear it: configuration, accounts, prices.</summary>
internal sealed class RecoveryReadings(StoredConfiguration configuration, AccountPumps accounts, MissedPriceReader missed)
{
    public async Task ReadAsync(RiskEngineState? state, CancellationToken cancellationToken)
    {
        await configuration.PostAsync(cancellationToken);
        await accounts.OpenAllAsync(cancellationToken);
        if (state is not null)
        {
            await missed.PostAsync(state, cancellationToken);
        }
    }
}
