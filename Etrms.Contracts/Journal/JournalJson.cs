using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Risk;

namespace Etrms.Contracts.Journal;

/// <summary>
/// The stored dialect for what must come back exactly: decimals keep their trailing zeros, and the closed families of the domain carry the
/// name of their case. What says nothing (null, computed) is left out.
/// </summary>
public static class JournalJson
{
    public static JsonSerializerOptions Options { get; } = Configure();

    private static JsonSerializerOptions Configure()
    {
        var options = new JsonSerializerOptions(EtrmsJson.Stored)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameCases } },
        };
        options.Converters.Insert(0, new ExactDecimal());
        return options;
    }

    /// <summary>Every nested record of a family is a case of it, also one that is added tomorrow.</summary>
    private static void NameCases(JsonTypeInfo type)
    {
        var discriminator = type.Type == typeof(JournalFrame) ? "frame"
            : type.Type == typeof(RiskEvent) ? "event"
            : type.Type == typeof(OperatorCommand) ? "command"
            : null;
        if (discriminator is null)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var part in type.Type.GetNestedTypes().Where(nested => nested.IsSubclassOf(type.Type)))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(part, JsonNamingPolicy.SnakeCaseLower.ConvertName(part.Name)));
        }
    }

    private sealed class ExactDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.TryParse(reader.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new JsonException("Must be a decimal number as text.");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
