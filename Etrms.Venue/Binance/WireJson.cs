using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance;

/// <summary>How the protocol writes numbers: money, prices and quantities as plain decimal strings, instants as milliseconds.</summary>
internal static class WireJson
{
    // The widest decimal with its sign, point and padded digits.
    private const int LongestNumber = 64;
    private const decimal Unscaled = 1.0000000000000000000000000000m;

    /// <summary>Money and rates with eight decimals.</summary>
    public static void Money(this Utf8JsonWriter writer, string name, decimal value) => writer.Fixed(name, value, "F8");

    /// <summary>A number without trailing zeros.</summary>
    public static void Plain(this Utf8JsonWriter writer, string name, decimal value) => writer.Fixed(name, Trim(value), default);

    public static void PlainValue(this Utf8JsonWriter writer, decimal value) => writer.FixedValue(Trim(value), default);

    /// <summary>A price with the decimals of the tick.</summary>
    public static void Price(this Utf8JsonWriter writer, string name, decimal value, Instrument instrument) =>
        writer.Fixed(name, value, Decimals(instrument.TickSize.Scale));

    /// <summary>A quantity with the decimals of the step.</summary>
    public static void Quantity(this Utf8JsonWriter writer, string name, decimal value, Instrument instrument) =>
        writer.Fixed(name, value, Decimals(instrument.StepSize.Scale));

    public static void PriceValue(this Utf8JsonWriter writer, decimal value, Instrument instrument) =>
        writer.FixedValue(value, Decimals(instrument.TickSize.Scale));

    public static void QuantityValue(this Utf8JsonWriter writer, decimal value, Instrument instrument) =>
        writer.FixedValue(value, Decimals(instrument.StepSize.Scale));

    public static void Instant(this Utf8JsonWriter writer, string name, DateTimeOffset at) =>
        writer.WriteNumber(name, at.ToUnixTimeMilliseconds());

    /// <summary>Floating-point text as some lists have it: "0.0", "95000.0", "7.0E-4", and an exponent from ten millions on.</summary>
    public static void Floating(this Utf8JsonWriter writer, string name, decimal value)
    {
        const decimal Least = 0.001m;
        const decimal Most = 10_000_000;
        var magnitude = Math.Abs(value);
        var isPlain = magnitude is 0 or (>= Least and < Most);
        writer.WriteString(name, Trim(value).ToString(isPlain ? "0.0###############" : "0.0###############E0", CultureInfo.InvariantCulture));
    }

    /// <summary>Levels of a book as [["price","quantity"],…].</summary>
    public static void Levels(this Utf8JsonWriter writer, string name, IEnumerable<BookLevel> levels, Instrument instrument)
    {
        writer.WriteStartArray(name);
        foreach (var level in levels)
        {
            writer.WriteStartArray();
            writer.PriceValue(level.Price, instrument);
            writer.QuantityValue(level.Quantity, instrument);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>The number of decimals that a value needs.</summary>
    public static int DecimalsOf(decimal value) => Trim(value).Scale;

    private static void Fixed(this Utf8JsonWriter writer, string name, decimal value, ReadOnlySpan<char> format)
    {
        writer.WritePropertyName(name);
        writer.FixedValue(value, format);
    }

    private static void FixedValue(this Utf8JsonWriter writer, decimal value, ReadOnlySpan<char> format)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        if (!value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("A number is longer than any decimal can be.");
        }

        writer.WriteStringValue(text[..length]);
    }

    // Dividing by one with the largest scale drops trailing zeros.
    private static decimal Trim(decimal value) => value / Unscaled;

    private static ReadOnlySpan<char> Decimals(int scale) => scale switch
    {
        0 => "F0",
        1 => "F1",
        2 => "F2",
        3 => "F3",
        4 => "F4",
        5 => "F5",
        6 => "F6",
        7 => "F7",
        _ => "F8",
    };
}
