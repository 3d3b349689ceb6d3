using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Etrms.Contracts.Journal;
using Microsoft.Win32.SafeHandles;

namespace Etrms.Workers.Journal;

/// <summary>One payload read back with its number.</summary>
internal readonly record struct LogFrame(long Seq, ReadOnlyMemory<byte> Payload);

/// <summary>
/// Numbered payloads in append-only files of one folder. A frame is length, CRC-32C, number, payload; files are zero-filled ahead, so that a
/// flush changes no metadata and an empty length marks the end. A torn tail fails its checksum and ends its file; writing goes on in a new one.
/// One spare file is always kept, so that the disk may fill up without the next frames being lost. One writer.
/// </summary>
internal sealed class SegmentedLog : IDisposable
{
    private const int HeaderSize = sizeof(int) + sizeof(uint) + sizeof(long);
    private const string Extension = ".wal";

    private readonly string _folder;
    private readonly SpareSegment _spare;
    private SafeFileHandle? _current;
    private long _position;
    private long _capacity;

    public SegmentedLog(string folder, int segmentSize)
    {
        _folder = folder;
        _spare = new SpareSegment(folder, segmentSize);
        Directory.CreateDirectory(folder);
        LastSeq = Read().Select(frame => frame.Seq).DefaultIfEmpty(0).Last();
        _spare.Ensure();
    }

    /// <summary>Number of the newest frame; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>False when the disk refused the spare file: what is left is for protective orders.</summary>
    public bool HasRoom => _spare.HasRoom;

    /// <summary>Every whole frame of a folder that nobody needs to write, oldest first.</summary>
    public static IEnumerable<LogFrame> Read(string folder) => Segments(folder).SelectMany(segment => ReadSegment(segment.Path));

    /// <summary>Writes a frame into the file; it is safe only after <see cref="Flush"/>.</summary>
    public long Append(ReadOnlySpan<byte> payload)
    {
        var size = HeaderSize + payload.Length;
        if (_current is null || _position + size > _capacity)
        {
            Roll(size);
        }

        var seq = LastSeq + 1;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var frame = rented.AsSpan(0, size);
            BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
            BinaryPrimitives.WriteInt64LittleEndian(frame[8..], seq);
            payload.CopyTo(frame[HeaderSize..]);
            BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32C.Of(frame[8..]));
            RandomAccess.Write(_current!, frame, _position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        _position += size;
        return LastSeq = seq;
    }

    public void Flush()
    {
        if (_current is not null)
        {
            RandomAccess.FlushToDisk(_current);
        }
    }

    /// <summary>Every whole frame on disk, oldest first.</summary>
    public IEnumerable<LogFrame> Read() => Read(_folder);

    /// <summary>Deletes files that hold nothing newer than a number; the file being written stays.</summary>
    public void DropThrough(long seq)
    {
        var segments = Segments(_folder).ToList();
        for (var i = 0; i + 1 < segments.Count; i++)
        {
            if (segments[i + 1].FirstSeq <= seq + 1)
            {
                File.Delete(segments[i].Path);
            }
        }
    }

    /// <summary>
    /// Makes the file that comes next, from any thread, since it takes longer than an order may wait; <see cref="HasRoom"/> tells when the disk
    /// refuses it.
    /// </summary>
    public void EnsureSpare() => _spare.Ensure();

    public void Dispose() => _current?.Dispose();

    private static IEnumerable<LogFrame> ReadSegment(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = new byte[RandomAccess.GetLength(file)].AsMemory();
        bytes = bytes[..RandomAccess.Read(file, bytes.Span, 0)];
        while (bytes.Length >= HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            if (length <= 0 || length > bytes.Length - HeaderSize)
            {
                yield break;
            }

            var guarded = bytes.Slice(8, sizeof(long) + length);
            if (Crc32C.Of(guarded.Span) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]))
            {
                yield break;
            }

            yield return new LogFrame(BinaryPrimitives.ReadInt64LittleEndian(guarded.Span), guarded[sizeof(long)..]);
            bytes = bytes[(HeaderSize + length)..];
        }
    }

    private static IEnumerable<(string Path, long FirstSeq)> Segments(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => (path, long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)))
            .OrderBy(segment => segment.Item2);

    private void Roll(int atLeast)
    {
        _current?.Dispose();
        _current = null;
        // A segment of this number exists only when a crash tore its very first frame.
        var path = Path.Combine(_folder, (LastSeq + 1).ToString("D20", CultureInfo.InvariantCulture) + Extension);
        _spare.MoveTo(path, atLeast);
        _current = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        _capacity = RandomAccess.GetLength(_current);
        _position = 0;
    }
}
