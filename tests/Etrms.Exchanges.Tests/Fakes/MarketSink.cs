using System.Collections.Concurrent;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Collects market updates and lets a test wait for one.</summary>
internal sealed class MarketSink
{
    private readonly ConcurrentQueue<MarketUpdate> _updates = new();

    public void Post(MarketUpdate update) => _updates.Enqueue(update);

    public T[] All<T>()
        where T : MarketUpdate => [.. _updates.OfType<T>()];

    public int Count => _updates.Count;

    public MarketUpdate? Last => _updates.LastOrDefault();

    public Task<T> FirstAsync<T>(Func<T, bool>? matches = null, TimeSpan? within = null)
        where T : MarketUpdate =>
        Eventually.GetAsync($"an update {typeof(T).Name}", () => _updates.OfType<T>().FirstOrDefault(update => matches?.Invoke(update) ?? true), within);
}
