namespace Etrms.Workers.Journal;

/// <summary>
/// The file that a log writes to next. Filling and flushing it takes tens of milliseconds on a busy disk, so it may be made on another thread than
/// the one that writes.
/// </summary>
internal sealed class SpareSegment(string folder, int size)
{
    private readonly Lock _gate = new();
    private readonly string _path = Path.Combine(folder, "spare");
    private bool _isThere;

    /// <summary>False when the disk refused the newest spare file.</summary>
    public bool HasRoom { get; private set; } = true;

    /// <summary>Makes the spare file unless it is there. A full disk is an expected state here, not an error.</summary>
    public void Ensure()
    {
        lock (_gate)
        {
            if (_isThere)
            {
                return;
            }

            try
            {
                Make(size);
                HasRoom = true;
            }
            catch (Exception refusal) when (DiskRefusal.Is(refusal))
            {
                HasRoom = false;
                File.Delete(_path);
            }
        }
    }

    /// <summary>Moves the spare file to where it is written; waits for one that is being made, and makes one that is missing or too small.</summary>
    public void MoveTo(string path, int atLeast)
    {
        lock (_gate)
        {
            if (!_isThere || atLeast > size)
            {
                Make(Math.Max(atLeast, size));
            }

            File.Move(_path, path, overwrite: true);
            _isThere = false;
        }
    }

    private void Make(int length)
    {
        using var spare = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(spare, new byte[length], 0);
        RandomAccess.FlushToDisk(spare);
        _isThere = true;
    }
}
