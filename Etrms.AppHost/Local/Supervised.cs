namespace Etrms.AppHost.Local;

/// <summary>Keeps one process running: waits until it is healthy, starts it again with growing pauses when it ends by itself.</summary>
/// <param name="plan">The process.</param>
/// <param name="colour">Of its lines.</param>
/// <param name="ask">Says what it lacks; null when it is healthy.</param>
internal sealed class Supervised(ProcessPlan plan, int colour, Func<CancellationToken, Task<string?>> ask) : IAsyncDisposable
{
    private const string NotRunning = "it does not run";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CalmAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _child;
    private Task _watch = Task.CompletedTask;

    public int ProcessId => _child is { HasExited: false } running ? running.Id : throw new HostException($"{plan.Name} is not running.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _child = ChildProcess.Start(plan, colour);
        _watch = WatchAsync(_stopping.Token);
        await WaitForHealthyAsync(cancellationToken);
    }

    /// <exception cref="HostException">It is not healthy within two minutes; the message says what it lacks and ends with its last lines.</exception>
    public async Task WaitForHealthyAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartDeadline);
        string? lacks = NotRunning;
        try
        {
            while (lacks is not null)
            {
                lacks = _child is { HasExited: false } ? await ask(deadline.Token) : NotRunning;
                await Task.Delay(lacks is null ? TimeSpan.Zero : ProbeEvery, deadline.Token);
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException($"{plan.Name} did not become healthy within {StartDeadline.TotalSeconds:0} s: {lacks}. Its last lines:\n{_child?.LastLines}", late);
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        if (_child is { } child)
        {
            await child.StopAsync(Grace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var started = TimeProvider.System.GetTimestamp();
                await _child!.WaitForExitAsync(stopping);
                pause = TimeProvider.System.GetElapsedTime(started) > CalmAfter ? FirstPause : pause;
                HostConsole.Say($"{plan.Name} ended with code {_child.ExitCode} and starts again in {pause.TotalSeconds:0.#} s.");
                await Task.Delay(pause, stopping);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
                _child = ChildProcess.Start(plan, colour);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: whoever cancelled ends the process.
        }
    }
}
