using System.Collections.Concurrent;

namespace Etrms.Workers.Risk;

/// <summary>Everything that runs during one term of leadership: it ends together, and the first thing that breaks ends the term.</summary>
internal sealed class TermTasks : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when the term ends.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Fails with the first failure; otherwise never ends.</summary>
    public Task Broken => _broken.Task;

    public void Start(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => work(_end.Token), CancellationToken.None);
        _running[task] = true;
        _ = task.ContinueWith(
            (ended, _) =>
            {
                _running.TryRemove(ended, out var _);
                if (ended.Exception is { } failure)
                {
                    _broken.TrySetException(failure.InnerExceptions);
                }
            },
            null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Ends everything and waits for it; failures were told by <see cref="Broken"/>.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }
}
