namespace Etrms.Exchanges.Transport;

/// <summary>Runs endless tasks side by side: the first that ends takes the others with it, so that no failure stays hidden behind a loop.</summary>
internal static class Together
{
    public static async Task RunAsync(CancellationToken cancellationToken, params IReadOnlyList<Func<CancellationToken, Task>> loops)
    {
        using var scope = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = loops.Select(loop => loop(scope.Token)).ToArray();
        var first = await Task.WhenAny(tasks);
        await scope.CancelAsync();
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException)
        {
            // The others, as asked; how the first ended is told below.
        }

        await first;
    }
}
