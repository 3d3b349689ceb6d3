using System.Buffers.Text;
using System.Text.Json;

namespace Etrms.Exchanges.Binance;

/// <summary>Numbers straight from the bytes, as text or as number, with an exponent or without.</summary>
internal static class WireNumber
{
    public static decimal Read(ref Utf8JsonReader reader) =>
        Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var consumed) && consumed == reader.ValueSpan.Length
            ? value
            : throw new JsonException("Not a number.");

    /// <summary>A price that is no number is no price: 0, which the engine turns away, counts and calls unknown.</summary>
    public static decimal Price(ref Utf8JsonReader reader) =>
        Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var consumed) && consumed == reader.ValueSpan.Length ? value : 0;
}
