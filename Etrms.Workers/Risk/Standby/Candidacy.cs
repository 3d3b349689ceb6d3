using Etrms.Workers.Live;

namespace Etrms.Workers.Risk.Standby;

/// <summary>This worker while it is not leading: under which name it asks for the lease, and what it does until it gets it.</summary>
internal sealed class Candidacy(Installation installation, StandbyFollower follower, MonitoringState monitoring)
{
    public string Holder => installation.Holder;

    public void StandBy()
    {
        monitoring.Becomes("standby", isReady: true);
        follower.Begin();
    }

    public Task EndAsync() => follower.EndAsync();
}
