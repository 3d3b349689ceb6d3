using System.Collections.Concurrent;
using Etrms.Domain.Risk;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Collects events and lets a test wait for one.</summary>
internal sealed class Sink
{
    private readonly ConcurrentQueue<RiskEvent> _events = new();

    public RiskEvent[] Events => [.. _events];

    public void Post(RiskEvent riskEvent) => _events.Enqueue(riskEvent);

    public T[] All<T>()
        where T : RiskEvent => [.. _events.OfType<T>()];

    public Task<T> FirstAsync<T>(Func<T, bool>? matches = null, TimeSpan? within = null)
        where T : RiskEvent =>
        Eventually.GetAsync($"an event {typeof(T).Name}", () => _events.OfType<T>().FirstOrDefault(e => matches?.Invoke(e) ?? true), within);
}

/// <summary>Waits for a condition instead of sleeping; fails with what it waited for.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(string what, Func<T?> read, TimeSpan? within = null)
        where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (read() is { } found)
            {
                return found;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < (within ?? TimeSpan.FromSeconds(10)), $"Never came: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for what has to be asked for.</summary>
    public static async Task AnsweredAsync(string what, Func<Task<bool>> ask, TimeSpan within)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await ask())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < within, $"Never came: {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(string what, Func<bool> holds, TimeSpan? within = null) => GetAsync(what, () => holds() ? what : null, within);
}
