using System.Text.Json;
using Etrms.Contracts;
using Microsoft.OpenApi;

namespace Etrms.Api.OpenApi;

/// <summary>Values whose JSON form our own converters decide, which the generator cannot see.</summary>
internal static class ValueSchemas
{
    public static void Describe(OpenApiSchema schema, Type type)
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
        else if (value == typeof(string))
        {
            schema.Type ??= JsonSchemaType.String;
        }
    }
}
