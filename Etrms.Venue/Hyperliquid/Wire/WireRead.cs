using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>A body that is not what its type promises; the exchange answers 422 with plain text.</summary>
internal sealed class MalformedException(string message) : Exception(message)
{
    public static MalformedException Body => new("Failed to deserialize the JSON body into the target type");
}

/// <summary>Reads fields of a request; what is missing or of another type is malformed.</summary>
internal static class WireRead
{
    private const int CloidLength = 34;

    public static JsonElement Field(this JsonElement element, string name) =>
        element.FindField(name) ?? throw MalformedException.Body;

    /// <summary>Null when it is absent or null.</summary>
    public static JsonElement? FindField(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object ? throw MalformedException.Body
        : element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    public static string Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } field ? field.GetString()! : throw MalformedException.Body;

    public static string? FindText(this JsonElement element, string name) => element.FindField(name) is null ? null : element.Text(name);

    public static bool Truth(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } field ? field.GetBoolean() : throw MalformedException.Body;

    public static bool FindTruth(this JsonElement element, string name) => element.FindField(name) is not null && element.Truth(name);

    public static long Whole(this JsonElement element, string name) => element.FindWhole(name) ?? throw MalformedException.Body;

    public static long? FindWhole(this JsonElement element, string name) => element.FindField(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } field when field.TryGetInt64(out var number) => number,
        _ => throw MalformedException.Body,
    };

    public static DateTimeOffset? FindInstant(this JsonElement element, string name)
    {
        if (element.FindWhole(name) is not { } milliseconds)
        {
            return null;
        }

        var latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, latest));
    }

    /// <summary>A number that travels as a string.</summary>
    public static decimal Decimal(this JsonElement element, string name) =>
        TryDecimal(element.Text(name), out var value) ? value : throw MalformedException.Body;

    public static bool TryDecimal(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>An address as it was spelled.</summary>
    public static string Address(this JsonElement element, string name) =>
        element.Text(name) is var text && Signing.Address.IsOne(text) ? text : throw MalformedException.Body;

    public static string? FindAddress(this JsonElement element, string name) => element.FindField(name) is null ? null : element.Address(name);

    /// <summary>The client's order id: 128 bits in hexadecimal.</summary>
    public static string Cloid(this JsonElement element, string name) =>
        element.Text(name) is var text && IsCloid(text) ? text : throw MalformedException.Body;

    public static bool IsCloid([NotNullWhen(true)] string? text) => text is not null && Signing.Address.IsHex(text, CloidLength);

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw MalformedException.Body;
}
