using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Etrms.Contracts.Journal;

/// <summary>What a line says; both parts are set when its checksum is wrong but it can still be read.</summary>
/// <param name="Frame">Null when it cannot be read.</param>
/// <param name="Damage">What is wrong with it; null when nothing is.</param>
public readonly record struct LineReading(JournalFrame? Frame, string? Damage);

/// <summary>A frame as a line of text: its checksum in eight hex digits, a space, its JSON, a line feed.</summary>
public sealed class JournalLine : IDisposable
{
    private const int ChecksumLength = 8;
    private const int Prefix = ChecksumLength + 1;
    private static readonly StandardFormat Hex = new('x', ChecksumLength);

    private readonly ArrayBufferWriter<byte> _json = new(1024);
    private readonly Utf8JsonWriter _writer;

    public JournalLine() => _writer = new Utf8JsonWriter(_json);

    /// <summary>Reads a line without its line feed.</summary>
    public static LineReading Read(ReadOnlySpan<byte> line)
    {
        if (line.Length <= Prefix)
        {
            return new LineReading(null, "it is cut off");
        }

        var json = line[Prefix..];
        var isWhole = Utf8Parser.TryParse(line[..ChecksumLength], out uint checksum, out var digits, 'x') && digits == ChecksumLength
            && line[ChecksumLength] == ' ' && checksum == Crc32C.Of(json);
        var damage = isWhole ? null : "its checksum does not fit";
        try
        {
            var frame = JsonSerializer.Deserialize<JournalFrame>(json, JournalJson.Options);
            return new LineReading(frame, frame is null ? "it is empty" : damage);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or ArgumentException or FormatException)
        {
            return new LineReading(null, $"{damage ?? "it cannot be read"} ({unreadable.Message.Split('\n')[0]})");
        }
    }

    /// <summary>The JSON of a frame alone, as it stands in its line.</summary>
    public static byte[] JsonOf(JournalFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, JournalJson.Options);

    /// <summary>Appends a frame with its line feed.</summary>
    public void Write(JournalFrame frame, IBufferWriter<byte> output)
    {
        _json.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, frame, JournalJson.Options);
        var json = _json.WrittenSpan;
        var line = output.GetSpan(Prefix + json.Length + 1);
        Utf8Formatter.TryFormat(Crc32C.Of(json), line, out _, Hex);
        line[ChecksumLength] = (byte)' ';
        json.CopyTo(line[Prefix..]);
        line[Prefix + json.Length] = (byte)'\n';
        output.Advance(Prefix + json.Length + 1);
    }

    public void Dispose() => _writer.Dispose();
}
