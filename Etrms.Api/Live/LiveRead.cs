namespace Etrms.Api.Live;

/// <summary>A read of live state; tells the caller in headers how old the state is.</summary>
internal sealed class LiveRead
{
    public required Snapshots Snapshots { get; init; }

    public required HttpContext Context { get; init; }

    /// <summary>The data; null when the worker has not published any.</summary>
    public T? Describe<T>(Snapshot<T>? snapshot)
        where T : class
    {
        snapshot?.Describe(Context.Response);
        return snapshot?.Data;
    }
}
