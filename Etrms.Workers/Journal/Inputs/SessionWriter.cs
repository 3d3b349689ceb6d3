using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Etrms.Contracts.Journal;
using Etrms.Workers.Jobs;

namespace Etrms.Workers.Journal.Inputs;

/// <summary>Writes the files of one session: lines into the open one, which is packed when the next begins. Not thread-safe.</summary>
/// <param name="folder">Where sessions lie.</param>
/// <param name="session">Name of the session.</param>
/// <param name="written">Told every batch of lines after it is in the file.</param>
internal sealed class SessionWriter(SessionFolder folder, string session, Func<ReadOnlyMemory<byte>, Task> written) : IAsyncDisposable
{
    private const string Open = ".jsonl";
    private const string Packed = ".gz";
    private const string Unfinished = ".tmp";

    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly JournalLine _line = new();
    private readonly string _path = folder.PathOf(session);
    private FileStream? _file;
    private Task _packing = Task.CompletedTask;
    private TimeSpan _keep;
    private DateTimeOffset _openedAt;
    private long _frames;
    private long _whole;
    private int _segments;

    /// <summary>True when the next file should begin.</summary>
    public bool IsDue => _file is null || _file.Position >= folder.Options.SegmentBytes || folder.Now - _openedAt >= folder.Options.SegmentAge;

    /// <summary>False after the disk refused something, until the next file begins.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Closes the open file and begins the next.</summary>
    public async Task BeginAsync(JournalFrame.Header header)
    {
        await CloseAsync();
        if (folder.IsDiskFull())
        {
            throw new IOException("The disk is full but for what is kept for the write-ahead journal.");
        }

        _keep = TimeSpan.FromDays(header.Settings.KeepInputsDays);
        Directory.CreateDirectory(_path);
        var name = (_segments + 1).ToString("D6", CultureInfo.InvariantCulture) + Open;
        _file = new FileStream(Path.Combine(_path, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        (_segments, _openedAt, _frames, _whole) = (_segments + 1, folder.Now, 0, 0);
        Add(header with { Segment = _segments });
    }

    /// <summary>Adds a line; it is in the file only after <see cref="FlushAsync"/>.</summary>
    public void Add(JournalFrame frame)
    {
        _line.Write(frame, _lines);
        _frames++;
    }

    /// <summary>Hands the lines to the system: they outlive this process, though not a power cut.</summary>
    public async Task FlushAsync()
    {
        if (_file is not null && _lines.WrittenCount > 0)
        {
            await _file.WriteAsync(_lines.WrittenMemory);
            await written(_lines.WrittenMemory);
            _lines.ResetWrittenCount();
            _whole = _file.Position;
        }
    }

    /// <summary>Gives the open file up after the disk refused something; it ends with its last whole line.</summary>
    public async Task AbandonAsync()
    {
        _lines.ResetWrittenCount();
        if (_file is { } file)
        {
            _file = null;
            file.SetLength(_whole);
            await file.DisposeAsync();
        }
    }

    public async Task CloseAsync()
    {
        if (_file is null)
        {
            return;
        }

        Add(new JournalFrame.End(_frames));
        await FlushAsync();
        var path = _file.Name;
        await _file.DisposeAsync();
        _file = null;
        await _packing;
        _packing = PackAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        await _packing;
        _line.Dispose();
    }

    /// <summary>Beside the lines of the next file. What the disk refuses stays as it was written, which is as good to read.</summary>
    private async Task PackAsync(string path)
    {
        var unfinished = path + Packed + Unfinished;
        try
        {
            await QuietThread.RunAsync(() => Pack(path, unfinished));
            folder.Tidy(_keep);
        }
        catch (Exception refusal) when (DiskRefusal.Is(refusal))
        {
            File.Delete(unfinished);
        }
    }

    private static long Pack(string path, string unfinished)
    {
#pragma warning disable MA0045 // On a quiet thread: an await would go on in one that does not yield.
        using (var plain = File.OpenRead(path))
        using (var packed = new GZipStream(File.Create(unfinished), CompressionLevel.Optimal))
        {
            plain.CopyTo(packed);
        }
#pragma warning restore MA0045

        File.Move(unfinished, path + Packed, overwrite: true);
        File.Delete(path);
        return 0;
    }
}
