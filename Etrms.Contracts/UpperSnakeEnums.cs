using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Contracts;

/// <summary>Enums as UPPER_SNAKE text, read without regard to case; a wrong value is answered with the allowed ones.</summary>
internal sealed class UpperSnakeEnums : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<T, string> Texts =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

        private static readonly FrozenDictionary<string, T> Values = ReadableValues();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw Unreadable();

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Texts[value]);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Texts[value]);

        private static T Parse(string text) => Values.TryGetValue(text, out var value) ? value : throw Unreadable();

        private static JsonException Unreadable() => new($"Must be one of {string.Join(", ", Texts.Values.Order(StringComparer.Ordinal))}.");

        private static FrozenDictionary<string, T> ReadableValues()
        {
            var values = Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
            if (values.TryGetValue("CLOSE_POSITIONS", out var closePositions))
            {
                // The project's documents spell the action both ways.
                values.Add("CLOSE_POSITION", closePositions);
            }

            return values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }
    }
}
