namespace Etrms.Workers.Journal;

/// <summary>
/// The file that a log writes to next. It is filled and flushed beside the writing, since that takes tens of milliseconds on a busy disk and an
/// order may wait for the next frame. One caller at a time.
/// </summary>
internal sealed class SpareSegment(string folder, int size)
{
    private readonly string _path = Path.Combine(folder, "spare");
    private Task<bool> _making = Task.FromResult(false);
    private volatile bool _hasRoom = true;

    /// <summary>False when the disk refused the newest spare file.</summary>
    public bool HasRoom => _hasRoom;

    /// <summary>Begins to make the spare file unless it is there or on its way.</summary>
    public Task EnsureAsync()
    {
        if (_making.IsCompleted && !_making.GetAwaiter().GetResult())
        {
            _making = Task.Run(TryMake);
        }

        return _making;
    }

    /// <summary>Moves the spare file to where it is written; makes one at once when there is none or it is too small.</summary>
    public void MoveTo(string path, int atLeast)
    {
        if (!_making.GetAwaiter().GetResult() || atLeast > size)
        {
            Make(Math.Max(atLeast, size));
        }

        File.Move(_path, path, overwrite: true);
        _making = Task.FromResult(false);
    }

    /// <summary>Waits for a file on its way.</summary>
    public void Finish() => _making.Wait();

    /// <summary>A full disk is an expected state here, not an error.</summary>
    private bool TryMake()
    {
        try
        {
            Make(size);
            return _hasRoom = true;
        }
        catch (Exception refusal) when (DiskRefusal.Is(refusal))
        {
            File.Delete(_path);
            return _hasRoom = false;
        }
    }

    private void Make(int length)
    {
        using var spare = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(spare, new byte[length], 0);
        RandomAccess.FlushToDisk(spare);
    }
}
