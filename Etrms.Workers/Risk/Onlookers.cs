using Etrms.Domain.Risk;
using Etrms.Workers.Live;
using Etrms.Workers.Risk.DeadMan;

namespace Etrms.Workers.Risk;

/// <summary>Those who look at what the risk loop sees; none of them can hold it up.</summary>
internal sealed class Onlookers(LivePublisher live, DeadManHeartbeat heartbeat)
{
    public void Offer(RiskSnapshot snapshot)
    {
        live.Offer(snapshot);
        heartbeat.Offer(snapshot);
    }
}
