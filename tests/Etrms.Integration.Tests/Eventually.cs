namespace Etrms.Integration.Tests;

/// <summary>Waits for a condition instead of sleeping; fails with what it waited for.</summary>
internal static class Eventually
{
    /// <summary>For what the venue's request weight of a minute may hold up.</summary>
    public static readonly TimeSpan NextMinute = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<T> GetAsync<T>(string what, Func<CancellationToken, Task<T?>> read, TimeSpan? deadline = null)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(deadline ?? TimeSpan.FromSeconds(10));
        try
        {
            while (true)
            {
                if (await read(limit.Token) is { } found)
                {
                    return found;
                }

                await Task.Delay(Pause, limit.Token);
            }
        }
        catch (OperationCanceledException late) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Never came true: {what}", late);
        }
    }

    public static Task TrueAsync(string what, Func<CancellationToken, Task<bool>> holds, TimeSpan? deadline = null) =>
        GetAsync(what, async token => await holds(token) ? what : null, deadline);
}
