namespace Etrms.Workers.Jobs.Pieces;

/// <summary>How many pieces this worker has in hand.</summary>
internal sealed class RunningPieces(JobNode node)
{
    private int _count;

    public string Node => node.Name;

    public int Count => Volatile.Read(ref _count);

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
