using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Etrms.Venue.Binance.Streams;

/// <summary>The price that a frame tells, for the wire log.</summary>
internal readonly record struct FramePrice(string Symbol, decimal Price);

/// <summary>One message, serialised once and shared by every socket that gets it.</summary>
internal sealed class Frame(string stream, ReadOnlyMemory<byte> payload)
{
    private byte[]? _wrapped;

    /// <summary>The stream it belongs to; empty for an answer to a socket's own request.</summary>
    public string Stream => stream;

    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>True when a newer frame of the same stream makes this one worthless.</summary>
    public bool IsNewestWins { get; init; }

    public FramePrice? Price { get; init; }

    /// <summary>{"stream":…,"data":…}, as combined sockets get it.</summary>
    public ReadOnlyMemory<byte> Wrapped => _wrapped ??= Wrap();

    private byte[] Wrap()
    {
        var head = Encoding.UTF8.GetBytes($"{{\"stream\":\"{JsonEncodedText.Encode(stream)}\",\"data\":");
        var wrapped = new byte[head.Length + payload.Length + 1];
        head.CopyTo(wrapped, 0);
        payload.CopyTo(wrapped.AsMemory(head.Length));
        wrapped[^1] = (byte)'}';
        return wrapped;
    }
}

/// <summary>Serialises frames into one buffer that grows to the longest of them. Not thread-safe.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
#pragma warning disable MA0045 // The writer flushes into memory: nothing blocks.
        using (var json = new Utf8JsonWriter(_buffer))
        {
            write(json);
        }
#pragma warning restore MA0045

        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>A payload that is one object.</summary>
    public ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> writeProperties) => Write(writer =>
    {
        writer.WriteStartObject();
        writeProperties(writer);
        writer.WriteEndObject();
    });
}
