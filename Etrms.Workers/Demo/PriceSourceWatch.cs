using Etrms.Exchanges;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Demo;

/// <summary>Keeps the label of paper prices true: real candles, exchange history or simulated.</summary>
internal sealed class PriceSourceWatch(VenueControl venue, MonitoredAccounts accounts, MonitoringState monitoring, TimeProvider clock) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            var isPaper = accounts.All.Any(account => account.Network == VenueNetwork.Paper);
            monitoring.PricesComeFrom(isPaper ? await venue.ReadPriceSourceAsync(cancellationToken) : null);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
