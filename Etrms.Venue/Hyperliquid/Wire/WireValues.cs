using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>How the protocol writes values: numbers as strings that always show a decimal, instants as milliseconds.</summary>
internal static class WireValues
{
    private const decimal Unscaled = 1.0000000000000000000000000000m;
    private const int HashLength = 64;

    /// <summary>A number such as "105950.0" or "0.0125".</summary>
    public static void Number(this Utf8JsonWriter writer, string name, decimal value) => writer.WriteString(name, Text(value));

    public static void NumberValue(this Utf8JsonWriter writer, decimal value) => writer.WriteStringValue(Text(value));

    /// <summary>A number, or null where there is none.</summary>
    public static void NumberOrNull(this Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } number)
        {
            writer.Number(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void Instant(this Utf8JsonWriter writer, string name, DateTimeOffset at) =>
        writer.WriteNumber(name, at.ToUnixTimeMilliseconds());

    /// <summary>The transaction that a number of the exchange stands for: this venue has no chain to hash.</summary>
    public static void Hash(this Utf8JsonWriter writer, long number) =>
        writer.WriteString("hash", "0x" + number.ToString("x", CultureInfo.InvariantCulture).PadLeft(HashLength, '0'));

    public static void Levels(this Utf8JsonWriter writer, string name, IReadOnlyList<BookLevel> bids, IReadOnlyList<BookLevel> asks)
    {
        writer.WriteStartArray(name);
        writer.Side(bids);
        writer.Side(asks);
        writer.WriteEndArray();
    }

    public static void Level(this Utf8JsonWriter writer, BookLevel level)
    {
        writer.WriteStartObject();
        writer.Number("px", level.Price);
        writer.Number("sz", level.Quantity);
        writer.WriteNumber("n", 1);
        writer.WriteEndObject();
    }

    /// <summary>Trailing zeros go, but a whole number keeps one.</summary>
    public static string Text(decimal value)
    {
        var trimmed = value / Unscaled;
        return trimmed.ToString(trimmed.Scale == 0 ? "F1" : null, CultureInfo.InvariantCulture);
    }

    private static void Side(this Utf8JsonWriter writer, IReadOnlyList<BookLevel> levels)
    {
        writer.WriteStartArray();
        foreach (var level in levels)
        {
            writer.Level(level);
        }

        writer.WriteEndArray();
    }
}
