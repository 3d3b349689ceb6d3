using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>
/// Writes JSON as MessagePack, which is what an action's signature covers: keys in the order in which they came, integers in their
/// shortest form. An absent key is absent, not nil.
/// </summary>
internal static class PackedJson
{
    public static void Write(IBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value);
                break;
            case JsonValueKind.Array:
                WriteLength(output, value.GetArrayLength(), (0x90, 15), (null, 0xdc, 0xdd));
                foreach (var item in value.EnumerateArray())
                {
                    Write(output, item);
                }

                break;
            case JsonValueKind.String:
                WriteText(output, value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(output, value);
                break;
            case JsonValueKind.True:
                output.Write([(byte)0xc3]);
                break;
            case JsonValueKind.False:
                output.Write([(byte)0xc2]);
                break;
            default:
                output.Write([(byte)0xc0]);
                break;
        }
    }

    private static void WriteObject(IBufferWriter<byte> output, JsonElement value)
    {
        WriteLength(output, value.EnumerateObject().Count(), (0x80, 15), (null, 0xde, 0xdf));
        foreach (var property in value.EnumerateObject())
        {
            WriteText(output, property.Name);
            Write(output, property.Value);
        }
    }

    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteLength(output, bytes.Length, (0xa0, 31), (0xd9, 0xda, 0xdb));
        output.Write(bytes);
    }

    /// <param name="output">Where it goes.</param>
    /// <param name="length">Items or bytes that follow.</param>
    /// <param name="small">First byte of the form that carries the length in itself, and the most it carries.</param>
    /// <param name="wide">First bytes of the forms with 1, 2 and 4 bytes of length.</param>
    private static void WriteLength(
        IBufferWriter<byte> output, int length, (byte Head, int Most) small, (byte? One, byte Two, byte Four) wide)
    {
        if (length <= small.Most)
        {
            output.Write([(byte)(small.Head | length)]);
        }
        else if (wide.One is { } one && length <= byte.MaxValue)
        {
            output.Write([one, (byte)length]);
        }
        else if (length <= ushort.MaxValue)
        {
            WriteHead(output, wide.Two, (ulong)length, sizeof(ushort));
        }
        else
        {
            WriteHead(output, wide.Four, (ulong)length, sizeof(uint));
        }
    }

    private static void WriteNumber(IBufferWriter<byte> output, JsonElement value)
    {
        if (value.TryGetUInt64(out var natural))
        {
            WriteNatural(output, natural);
        }
        else if (value.TryGetInt64(out var negative))
        {
            WriteNegative(output, negative);
        }
        else
        {
            WriteHead(output, 0xcb, BitConverter.DoubleToUInt64Bits(value.GetDouble()), sizeof(double));
        }
    }

    private static void WriteNatural(IBufferWriter<byte> output, ulong value)
    {
        switch (value)
        {
            case <= 0x7f:
                output.Write([(byte)value]);
                break;
            case <= byte.MaxValue:
                WriteHead(output, 0xcc, value, sizeof(byte));
                break;
            case <= ushort.MaxValue:
                WriteHead(output, 0xcd, value, sizeof(ushort));
                break;
            case <= uint.MaxValue:
                WriteHead(output, 0xce, value, sizeof(uint));
                break;
            default:
                WriteHead(output, 0xcf, value, sizeof(ulong));
                break;
        }
    }

    private static void WriteNegative(IBufferWriter<byte> output, long value)
    {
        var bits = unchecked((ulong)value);
        switch (value)
        {
            case >= -32:
                output.Write([unchecked((byte)value)]);
                break;
            case >= sbyte.MinValue:
                WriteHead(output, 0xd0, bits, sizeof(sbyte));
                break;
            case >= short.MinValue:
                WriteHead(output, 0xd1, bits, sizeof(short));
                break;
            case >= int.MinValue:
                WriteHead(output, 0xd2, bits, sizeof(int));
                break;
            default:
                WriteHead(output, 0xd3, bits, sizeof(long));
                break;
        }
    }

    /// <summary>A first byte and the lowest bytes of a number, highest first.</summary>
    private static void WriteHead(IBufferWriter<byte> output, byte head, ulong number, int bytes)
    {
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(whole, number);
        output.Write([head]);
        output.Write(whole[^bytes..]);
    }
}
