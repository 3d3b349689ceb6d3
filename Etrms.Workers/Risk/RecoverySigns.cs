using Etrms.Domain.Risk;
using Etrms.Workers.Live;

namespace Etrms.Workers.Risk;

/// <summary>What recovery tells the outside: readiness, crash loops, and numbers of live messages that go on.</summary>
internal sealed class RecoverySigns(
    MonitoringState monitoring, CrashLoopGuard guard, RiskTroubles troubles, LivePublisher live, DecisionNews news)
{
    public void Begin() => monitoring.Becomes("recovering", isReady: false);

    public async Task CountStartAsync(CancellationToken cancellationToken)
    {
        await live.ContinueAsync(cancellationToken);
        if (await guard.StartedAsync(cancellationToken))
        {
            troubles.Raise(RiskTroubles.CrashLoop, "The worker crashed several times within minutes.");
            news.Raise(new Alert(
                $"crash-loop/{news.Now:yyyyMMddHHmm}", AlertSeverity.Critical, "The worker crashes again and again",
                "ETRMS restarted several times within minutes. It takes no new risk; breakers and exits work. See the worker's log.",
                null, news.Now, news.Now));
        }
    }

    public void End() => monitoring.Becomes("running", isReady: true);
}
