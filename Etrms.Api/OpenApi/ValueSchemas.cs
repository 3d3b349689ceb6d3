using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Api.Breakers;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Microsoft.OpenApi;

namespace Etrms.Api.OpenApi;

/// <summary>Values whose JSON form our own converters decide, which the generator cannot see.</summary>
internal static class ValueSchemas
{
    public static void Describe(OpenApiSchema schema, Type type, JsonPropertyInfo? property)
    {
        Describe(schema, type);
        if (type == typeof(string) && property is { IsGetNullable: true })
        {
            schema.Type |= JsonSchemaType.Null;
        }

        if (ElementOf(type) is { } element && IsOurs(element))
        {
            schema.Items ??= SchemaOf(element);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            schema.AdditionalProperties = SchemaOf(typeof(string));
        }
    }

    private static void Describe(OpenApiSchema schema, Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        var orNull = value == type ? default : JsonSchemaType.Null;
        if (value == typeof(decimal))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Format = "decimal";
            schema.Pattern = @"^-?\d+(\.\d+)?$";
            schema.Examples = ["0.05"];
            schema.Description ??= "Decimal number; accepted as text or number, answered as text.";
        }
        else if (value.IsEnum)
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Enum = [.. Enum.GetValues(value).Cast<object>().Select(member => JsonSerializer.SerializeToNode(member, value, EtrmsJson.Options)!)];
        }
        else if (value == typeof(string) || value == typeof(IdempotencyKey) || value == typeof(EntityTag))
        {
            schema.Type = JsonSchemaType.String;
            schema.Properties = null;
        }
    }

    private static OpenApiSchema SchemaOf(Type type)
    {
        var schema = new OpenApiSchema();
        Describe(schema, type);
        return schema;
    }

    private static bool IsOurs(Type type) => type == typeof(string) || type == typeof(decimal) || type.IsEnum;

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
