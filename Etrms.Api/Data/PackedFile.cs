using System.Buffers.Binary;

namespace Etrms.Api.Data;

/// <summary>
/// A gzip file as it is read, which remembers how it ended. The unpacking stream takes a file that breaks off for one that ends; the length that
/// gzip writes last does not.
/// </summary>
internal sealed class PackedFile(Stream packed) : Stream
{
    private const int LengthBytes = sizeof(uint);
    private readonly byte[] _end = new byte[LengthBytes];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>True when the file, read to its end, says that it holds as many bytes; gzip counts them modulo 2^32.</summary>
    public bool Holds(long unpackedBytes) => BinaryPrimitives.ReadUInt32LittleEndian(_end) == (uint)(unpackedBytes & uint.MaxValue);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await packed.ReadAsync(buffer, cancellationToken);
        Remember(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Requests are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Remember(ReadOnlySpan<byte> read)
    {
        var fresh = Math.Min(read.Length, LengthBytes);
        _end.AsSpan(fresh).CopyTo(_end);
        read[^fresh..].CopyTo(_end.AsSpan(LengthBytes - fresh));
    }
}
