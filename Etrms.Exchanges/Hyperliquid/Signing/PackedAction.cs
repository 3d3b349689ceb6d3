using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>
/// The packed form of an action, made from the very JSON that is sent: keys in the same order, integers as short as they go, texts as text.
/// The venue packs what it read and compares hashes, so one source for both leaves no room for a difference.
/// </summary>
internal static class PackedAction
{
    /// <exception cref="JsonException">The JSON is broken or holds a number that is not whole.</exception>
    public static byte[] FromJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var output = new ArrayBufferWriter<byte>(json.Length);
        WriteValue(ref reader, output);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteValue(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
                WriteText(reader.GetString()!, output);
                break;
            case JsonTokenType.Number:
                WriteNumber(ref reader, output);
                break;
            case JsonTokenType.True:
                output.Write<byte>([0xc3]);
                break;
            case JsonTokenType.False:
                output.Write<byte>([0xc2]);
                break;
            case JsonTokenType.Null:
                output.Write<byte>([0xc0]);
                break;
            default:
                throw new JsonException($"{reader.TokenType} cannot be packed.");
        }
    }

    private static void WriteObject(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        WriteCount(CountItems(reader) / 2, few: 0x80, many: 0xde, output);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            WriteText(reader.GetString()!, output);
            reader.Read();
            WriteValue(ref reader, output);
        }
    }

    private static void WriteArray(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        WriteCount(CountItems(reader), few: 0x90, many: 0xdc, output);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            WriteValue(ref reader, output);
        }
    }

    /// <summary>Names and values inside, on a copy of the reader: the packed form says first how many follow.</summary>
    private static int CountItems(Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var count = 0;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            count++;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }

        return count;
    }

    private static void WriteCount(int count, byte few, byte many, ArrayBufferWriter<byte> output)
    {
        if (count < 16)
        {
            output.Write<byte>([(byte)(few | count)]);
        }
        else
        {
            output.Write<byte>([many]);
            WriteBigEndian((ulong)count, sizeof(ushort), output);
        }
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (bytes.Length)
        {
            case < 32:
                output.Write<byte>([(byte)(0xa0 | bytes.Length)]);
                break;
            case <= byte.MaxValue:
                output.Write<byte>([0xd9, (byte)bytes.Length]);
                break;
            default:
                output.Write<byte>([0xda]);
                WriteBigEndian((ulong)bytes.Length, sizeof(ushort), output);
                break;
        }

        output.Write(bytes);
    }

    private static void WriteNumber(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        if (reader.TryGetUInt64(out var positive))
        {
            WritePositive(positive, output);
        }
        else if (reader.TryGetInt64(out var negative))
        {
            WriteNegative(negative, output);
        }
        else
        {
            throw new JsonException("Only whole numbers are signed; amounts travel as text.");
        }
    }

    private static void WritePositive(ulong value, ArrayBufferWriter<byte> output)
    {
        (byte Mark, int Size) form = value switch
        {
            <= byte.MaxValue => (0xcc, sizeof(byte)),
            <= ushort.MaxValue => (0xcd, sizeof(ushort)),
            <= uint.MaxValue => (0xce, sizeof(uint)),
            _ => (0xcf, sizeof(ulong)),
        };
        if (value >= 128)
        {
            output.Write<byte>([form.Mark]);
        }

        WriteBigEndian(value, form.Size, output);
    }

    private static void WriteNegative(long value, ArrayBufferWriter<byte> output)
    {
        (byte Mark, int Size) form = value switch
        {
            >= sbyte.MinValue => (0xd0, sizeof(byte)),
            >= short.MinValue => (0xd1, sizeof(short)),
            >= int.MinValue => (0xd2, sizeof(int)),
            _ => (0xd3, sizeof(long)),
        };
        if (value < -32)
        {
            output.Write<byte>([form.Mark]);
        }

        WriteBigEndian(unchecked((ulong)value), form.Size, output);
    }

    private static void WriteBigEndian(ulong value, int size, ArrayBufferWriter<byte> output)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        output.Write(bytes[^size..]);
    }
}
