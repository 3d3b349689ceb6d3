using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Etrms.Api.Data;

/// <summary>The lines of a gzipped file as they arrive. Sizes are bounded: a small packed file can hold a gigabyte of zeros, or one endless line.</summary>
internal sealed class RecordedLines : IAsyncDisposable
{
    private const int LongestLine = 1024;
    private const long MostRows = 10_000_000;

    private readonly PackedFile _packed;
    private readonly GZipStream _unpacked;
    private readonly PipeReader _bytes;
    private long _size;

    public RecordedLines(Stream packed)
    {
        _packed = new PackedFile(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress, leaveOpen: true);
        _bytes = PipeReader.Create(_unpacked, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
    }

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines below the header that were not empty.</summary>
    public long Rows { get; private set; }

    public async IAsyncEnumerable<string> ReadAsync(ImportFaults faults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadBlockAsync(faults, cancellationToken) is { } block)
        {
            var left = block.Buffer;
            while (TakeLine(ref left, block.IsCompleted) is { } line)
            {
                Line++;
                if (line.Length > 0)
                {
                    Rows += Line == 1 ? 0 : 1;
                    faults.Require(Rows <= MostRows, $"The file holds more than {MostRows} rows; split it.");
                    yield return line;
                }
            }

            faults.Require(left.Length <= LongestLine, $"line {Line + 1}: is longer than {LongestLine} characters");
            _size += block.Buffer.Length - left.Length;
            _bytes.AdvanceTo(left.Start, left.End);
            if (block.IsCompleted)
            {
                faults.Require(_packed.Holds(_size), $"The file breaks off after line {Line}, or is no gzip file.");
                yield break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _bytes.CompleteAsync();
        await _unpacked.DisposeAsync();
    }

    private async Task<ReadResult?> ReadBlockAsync(ImportFaults faults, CancellationToken cancellationToken)
    {
        try
        {
            return await _bytes.ReadAsync(cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            faults.Require(holds: false, $"The file is no gzip file after line {Line}: {broken.Message}");
            return null;
        }
    }

    /// <summary>The next line without its end; the last one may have none. Null when more bytes are needed.</summary>
    private static string? TakeLine(ref ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (bytes.PositionOf((byte)'\n') is { } end)
        {
            var line = Encoding.UTF8.GetString(bytes.Slice(0, end)).TrimEnd('\r');
            bytes = bytes.Slice(bytes.GetPosition(1, end));
            return line;
        }

        if (!isLast || bytes.IsEmpty || bytes.Length > LongestLine)
        {
            return null;
        }

        var rest = Encoding.UTF8.GetString(bytes);
        bytes = bytes.Slice(bytes.End);
        return rest;
    }
}
