using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Contracts;

/// <summary>The one JSON dialect outside: snake_case, enums as UPPER_SNAKE, decimals accepted as numbers or strings and answered as strings.</summary>
public static class EtrmsJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The same dialect for what we wrote ourselves, such as engine states: numbers there may be as large as a decimal gets.</summary>
    public static JsonSerializerOptions Stored { get; } =
        Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web), largest: decimal.MaxValue);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options) => Configure(options, Largest);

    private static JsonSerializerOptions Configure(JsonSerializerOptions options, decimal largest)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new DecimalAsString(largest));
        options.Converters.Add(new UpperSnakeEnums());
        return options;
    }

    /// <summary>Keeps every accepted number inside numeric(28,10), the widest column.</summary>
    private const decimal Largest = 999_999_999_999_999_999m;

    private sealed class DecimalAsString(decimal largest) : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (TryRead(ref reader, out var number))
            {
                return Math.Abs(number) <= largest ? number : throw new JsonException($"Must lie between -{largest} and {largest}.");
            }

            throw new JsonException("Must be a decimal number, as a number or as text such as \"0.05\".");
        }

        private static bool TryRead(ref Utf8JsonReader reader, out decimal number)
        {
            number = 0;
            return reader.TokenType switch
            {
                JsonTokenType.Number => reader.TryGetDecimal(out number),
                JsonTokenType.String => decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
                _ => false,
            };
        }

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue((value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
    }
}
