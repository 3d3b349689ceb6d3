using System.Text;
using System.Text.Json.Nodes;

namespace Etrms.Integration.Tests.EveryEndpoint;

/// <summary>A request that must be refused.</summary>
/// <param name="Field">What the answer must name; null when nothing in particular is wrong but the whole.</param>
/// <param name="MayBeHarmless">True for filters and cursors of a reading, which may as well find nothing.</param>
internal sealed record NonsenseRequest(ApiOperation Operation, string Url, string What, string? Body, string? Field, bool MayBeHarmless = false)
{
    public string ContentType { get; init; } = "application/json";

    public HttpRequestMessage ToMessage() => new(Operation.Method, new Uri(Url, UriKind.Relative))
    {
        Content = Body is null ? null : new StringContent(Body, Encoding.UTF8, ContentType),
    };
}

/// <summary>Everything foolish that can be sent to an operation.</summary>
internal static class Nonsense
{
    private static readonly string[] Ids =
    [
        "abc", "-1", "0", "99999999999999999999999", Guid.Empty.ToString(), Guid.NewGuid().ToString(), Uri.EscapeDataString("'; DROP TABLE users; --"),
        "..%2F..%2Fetc%2Fpasswd", "%00", new string('9', 3000),
    ];

    /// <param name="operation">The operation.</param>
    /// <param name="pathOf">An address of something that exists, for the requests whose body is the nonsense.</param>
    public static IEnumerable<NonsenseRequest> For(ApiOperation operation, Func<ApiOperation, string> pathOf)
    {
        var good = operation.Body is null ? null : BodyShape.PlausibleBody(operation.Body).ToJsonString();
        var requests = WrongIds(operation, good).Concat(WrongQueries(operation, pathOf(operation)));
        return operation.Body is { } contract ? requests.Concat(WrongBodies(operation, contract, pathOf(operation))) : requests;
    }

    private static IEnumerable<NonsenseRequest> WrongIds(ApiOperation operation, string? body) =>
        from parameter in operation.Parameters
        where parameter.In == "path"
        from id in Ids
        select new NonsenseRequest(operation, operation.Path.Replace($"{{{parameter.Name}}}", id, StringComparison.Ordinal), $"{parameter.Name} {id[..Math.Min(40, id.Length)]}", body, null);

    private static IEnumerable<NonsenseRequest> WrongQueries(ApiOperation operation, string path) =>
        from parameter in operation.Parameters
        where parameter.In == "query"
        from value in WrongQueryValues(parameter)
        select new NonsenseRequest(
            operation, $"{path}?{parameter.Name}={value}", $"{parameter.Name}={value}", null, parameter.Name, MayBeHarmless: parameter is { Type: "string", Format: null } && value != "%00");

    private static string[] WrongQueryValues(ApiParameter parameter) => parameter switch
    {
        { Name: "offset" or "after", Type: "integer" } => ["abc", "-1", "1.5", "NaN", "99999999999999999999999", "%00"],
        { Type: "integer" } => ["abc", "-1", "0", "1.5", "NaN", "99999999999999999999999", "%00"],
        { Type: "boolean" } => ["maybe", "7", "%00"],
        { Format: "uuid" } => ["abc", "7", Uri.EscapeDataString("'; DROP TABLE users; --"), "%00"],
        { Format: "date-time" } => ["yesterday", "2025-13-45T99:00:00Z", "%00"],
        _ => ["no-such-value", Uri.EscapeDataString("'; DROP TABLE users; --"), "%00"],
    };

    private static IEnumerable<NonsenseRequest> WrongBodies(ApiOperation operation, Type contract, string path)
    {
        var good = BodyShape.PlausibleBody(contract);
        foreach (var broken in (string[])["{", "[]", "7", "\"text\"", "nonsense", "{\"a\":1,}"])
        {
            yield return new NonsenseRequest(operation, path, $"body {broken}", broken, null);
        }

        yield return new NonsenseRequest(operation, path, "a body that is no JSON", good.ToJsonString(), null) { ContentType = "text/plain" };
        yield return new NonsenseRequest(operation, path, "an unknown member", With(good, "no_such_member", 1), "no_such_member");
        if (operation.IsBodyRequired)
        {
            yield return new NonsenseRequest(operation, path, "no body", null, null);
            yield return new NonsenseRequest(operation, path, "body null", "null", null);
        }

        foreach (var required in BodyShape.RequiredFields(contract))
        {
            var without = good.DeepClone().AsObject();
            without.Remove(required);
            yield return new NonsenseRequest(operation, path, $"without {required}", without.ToJsonString(), required);
        }

        foreach (var (field, at, value) in BodyShape.WrongFields(contract))
        {
            yield return new NonsenseRequest(operation, path, $"{at} = {Short(value)}", With(good, field, value), field);
        }
    }

    private static string With(JsonObject body, string field, JsonNode? value)
    {
        var changed = body.DeepClone().AsObject();
        changed[field] = value?.DeepClone();
        return changed.ToJsonString();
    }

    private static string Short(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length > 80 ? $"{text[..80]}…" : text;
    }
}
