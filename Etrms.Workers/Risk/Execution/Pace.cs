using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Execution;

/// <summary>When an executor tries again and which failures are worth telling (RISK 4.8).</summary>
internal sealed class Pace(RiskSettings settings, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _next = settings.FirstRetry;

    public int Failures { get; private set; }

    /// <summary>True once the deadline passed: slowly from here on.</summary>
    public bool IsLate => clock.GetElapsedTime(_began) > settings.ActionDeadline;

    /// <summary>The first failure is told at once, then the 3rd, 10th, 30th and every 50th.</summary>
    private bool IsWorthTelling => Failures is 1 or 3 or 10 or 30 || (Failures > 0 && Failures % 50 == 0);

    /// <summary>Something moved: the next try need not wait.</summary>
    public void Progress() => _next = settings.FirstRetry;

    public void Fail() => Failures++;

    /// <summary>What failed; under a limit or ban of the venue with its end, which is when it goes on.</summary>
    public string Describe(Trouble trouble) => trouble.Rejection is { Class: RejectionClass.Throttled, RetryAfter: { } wait }
        ? $"{trouble.Detail} Nothing is sent before {clock.GetUtcNow() + wait:HH:mm:ss} UTC; it goes on then."
        : trouble.Detail;

    /// <summary>The usual failures are told now and then, a pause that the venue asks for always.</summary>
    public bool IsWorthTellingOf(Trouble trouble) => IsWorthTelling || trouble.Rejection is { Class: RejectionClass.Throttled, RetryAfter: not null };

    /// <summary>Waits with doubled, jittered pauses; a venue's own word on the pause wins.</summary>
    public async Task WaitAsync(ExchangeRejection? rejection, CancellationToken cancellationToken)
    {
#pragma warning disable CA5394 // Jitter keeps executors apart; nothing secret hangs on it.
        var pause = IsLate ? settings.SlowRetry : _next * (0.75 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, settings.LongestRetry.Ticks));
        await Task.Delay(rejection?.RetryAfter is { } asked && asked > pause ? asked : pause, clock, cancellationToken);
    }
}
