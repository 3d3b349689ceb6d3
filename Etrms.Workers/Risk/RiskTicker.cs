using Etrms.Domain.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk;

/// <summary>Lets time pass for the engine, also when no venue says anything.</summary>
internal sealed class RiskTicker(RiskInbox inbox, RiskClock clock, TimeProvider time, IOptions<RiskOptions> options) : ITermLoop
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.ClockPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            inbox.Post(new RiskEvent.ClockTicked { Times = clock.Now() });
        }
    }
}
