namespace Etrms.Workers.Risk;

/// <summary>
/// The normal start (RISK 4.9): stored state and the local journal of a crash, then what the venues say since, then the loop goes on where it was.
/// </summary>
internal sealed class RiskRecovery(
    StoredPast past, RecoveryReadings readings, RiskMonitor monitor, RecoverySigns signs)
{
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        signs.Begin();
        var state = await past.LoadAsync(cancellationToken);
        await signs.CountStartAsync(cancellationToken);
        await readings.ReadAsync(state, cancellationToken);
        monitor.Adopt(state);
        signs.End();
    }
}
