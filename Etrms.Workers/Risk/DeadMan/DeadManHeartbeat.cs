using System.Threading.Channels;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.DeadMan;

namespace Etrms.Workers.Risk.DeadMan;

/// <summary>
/// The sign of life to the venues (RISK 4.12). It has no clock of its own: every beat is answered for by a look of the risk loop, so that a loop
/// that hangs falls silent, and the venues clear the entries that nobody watches.
/// </summary>
internal sealed class DeadManHeartbeat(SwitchDesk desk, ILogger<DeadManHeartbeat> logger) : ITermLoop
{
    /// <summary>A venue that does not answer must not hold up the end.</summary>
    private static readonly TimeSpan TakenBackWithin = TimeSpan.FromSeconds(1.5);
    private static readonly DeadManAdvice Stopped = new(DeadManVerdict.Idle, "ETRMS was stopped in order.");

    private readonly Channel<RiskSnapshot> _looks = Channel.CreateBounded<RiskSnapshot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<DeadManReach, (ReachSwitch Switch, Task Call)> _switches = [];

    /// <summary>Called by the risk loop with what it sees; the newest look replaces one that was not taken yet.</summary>
    public void Offer(RiskSnapshot snapshot) => _looks.Writer.TryWrite(snapshot);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var known in await desk.Records.LoadAsync(cancellationToken))
            {
                _switches[known.Reach] = (new ReachSwitch(known, desk, logger), Task.CompletedTask);
            }

            await foreach (var snapshot in _looks.Reader.ReadAllAsync(cancellationToken))
            {
                await LookAsync(snapshot, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(_switches.Values.Select(known => known.Call)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// The last call of a clean stop, when the heartbeat has ended: nothing arms a switch after it. On any other end they stay armed.
    /// </summary>
    public async Task TakeBackAllAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TakenBackWithin);
        await Task.WhenAll(_switches.Values.Where(known => known.Switch.IsArmed).Select(known => known.Switch.TakeBackAsync(Stopped, limit.Token)));
    }

    /// <summary>One call at a time for each switch, and none waits for another's.</summary>
    private async Task LookAsync(RiskSnapshot snapshot, CancellationToken cancellationToken)
    {
        var readings = snapshot.Accounts.ToDictionary(account => account.Account, account => account.SyncedAt);
        var scenes = DeadManScene.AllIn(snapshot).ToDictionary(scene => scene.Reach);
        foreach (var reach in scenes.Keys.Union(_switches.Keys).ToList())
        {
            var (known, call) = _switches.TryGetValue(reach, out var found)
                ? found
                : (new ReachSwitch(SwitchStatus.New(reach), desk, logger), Task.CompletedTask);
            if (!call.IsCompleted)
            {
                continue;
            }

            await call;
            if (!desk.Line.Reaches(reach) || readings.GetValueOrDefault(reach.Account) is not { } readAt)
            {
                continue;
            }

            var sight = new Sight(scenes.GetValueOrDefault(reach) ?? DeadManScene.Of(reach, snapshot), snapshot.IsComplete, readAt);
            _switches[reach] = (known, known.LookAsync(sight, cancellationToken));
        }
    }
}
