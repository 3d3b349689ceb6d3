using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.EveryEndpoint;

internal sealed record ApiParameter(string Name, string In, string? Type, string? Format);

/// <summary>One operation of /openapi/v1.json, so that no endpoint is forgotten by the tests that go over all of them.</summary>
/// <param name="Body">The contract of its body; null when it takes none, or a file.</param>
internal sealed record ApiOperation(
    HttpMethod Method, string Path, IReadOnlyList<ApiParameter> Parameters, Type? Body, bool IsBodyRequired)
{
    private static readonly HashSet<string> Methods = ["get", "post", "put", "patch", "delete"];

    public override string ToString() => $"{Method} {Path}";

    public static IReadOnlyList<ApiOperation> ReadAll(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where Methods.Contains(operation.Name)
           select Read(path.Name, operation),
    ];

    private static ApiOperation Read(string path, JsonProperty operation)
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var listed) ? listed.EnumerateArray().Select(ReadParameter).ToList() : [];
        if (!operation.Value.TryGetProperty("requestBody", out var body))
        {
            return new ApiOperation(HttpMethod.Parse(operation.Name), path, parameters, null, false);
        }

        var isRequired = body.TryGetProperty("required", out var required) && required.GetBoolean();
        return new ApiOperation(HttpMethod.Parse(operation.Name), path, parameters, ReadBody(body), isRequired);
    }

    private static ApiParameter ReadParameter(JsonElement parameter)
    {
        var schema = parameter.TryGetProperty("schema", out var given) ? given : default;
        return new ApiParameter(parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!, Text(schema, "type"), Text(schema, "format"));
    }

    /// <summary>JSON bodies are named contracts; one that is written out in place could not be found by a reader of the document. Null for files.</summary>
    private static Type? ReadBody(JsonElement body)
    {
        if (!body.GetProperty("content").TryGetProperty("application/json", out var json))
        {
            return null;
        }

        var schema = json.GetProperty("schema");
        var reference = schema.TryGetProperty("oneOf", out var choices)
            ? choices.EnumerateArray().First(choice => choice.TryGetProperty("$ref", out _)).GetProperty("$ref").GetString()!
            : schema.GetProperty("$ref").GetString()!;
        return typeof(EtrmsJson).Assembly.GetType($"Etrms.Contracts.{reference[(reference.LastIndexOf('/') + 1)..]}", throwOnError: true)!;
    }

    /// <summary>A nullable type is a list of which one is "null".</summary>
    private static string? Text(JsonElement schema, string name)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => item.GetString()).FirstOrDefault(item => item != "null")
            : value.GetString();
    }
}
