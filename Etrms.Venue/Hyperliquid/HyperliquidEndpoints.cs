using System.Text.Json;
using Etrms.Venue.Control;
using Etrms.Venue.Faults;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid;

/// <summary>The two HTTP paths of the protocol. Scripted faults strike them by path, or by path and type such as /exchange/order.</summary>
internal sealed class HyperliquidEndpoints(InfoDesk info, ActionDesk actions, FaultScript faults, WireLog log)
{
    private const string InfoPath = "/info";
    private const string ActionPath = "/exchange";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(InfoPath, http => HandleAsync(http, InfoPath, info.AnswerAsync));
        endpoints.MapPost(ActionPath, http => HandleAsync(http, ActionPath, actions.AnswerAsync));
    }

    private async Task HandleAsync(HttpContext http, string path, Func<JsonElement, string, Task<WireAnswer>> answerAsync)
    {
        using var body = await ReadAsync(http);
        if (body is null)
        {
            await SendAsync(http, WireAnswer.Malformed("Failed to parse the request body as JSON"));
            return;
        }

        var request = body.RootElement;
        var type = TypeOf(request, path);
        if (path == ActionPath)
        {
            log.OrderReceived($"POST {path}", type, CloidOf(request));
        }

        var fault = faults.TakeRequest("POST", $"{path}/{type}") ?? faults.TakeRequest("POST", path);
        if (fault is not null && !await fault.PassBeforeAsync(http.RequestAborted))
        {
            http.Abort();
            return;
        }

        var ip = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var answer = fault?.RefusalError is { } refusal ? FaultAnswers.Of(refusal) : await answerAsync(request, ip);
        if (fault is not null && !await fault.PassAfterAsync(http.RequestAborted))
        {
            http.Abort();
            return;
        }

        await SendAsync(http, fault?.DisguiseError is { } disguise ? FaultAnswers.Of(disguise) : answer);
    }

    private static async Task<JsonDocument?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            // The caller is told so.
            return null;
        }
    }

    private static string TypeOf(JsonElement request, string path)
    {
        var typed = path == ActionPath && request.ValueKind == JsonValueKind.Object && request.TryGetProperty("action", out var action) ? action : request;
        return typed.ValueKind == JsonValueKind.Object && typed.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "";
    }

    private static string? CloidOf(JsonElement request) =>
        request.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object
            && action.TryGetProperty("orders", out var orders) && orders.ValueKind == JsonValueKind.Array && orders.GetArrayLength() > 0
            && orders[0].ValueKind == JsonValueKind.Object && orders[0].TryGetProperty("c", out var cloid) && cloid.ValueKind == JsonValueKind.String
            ? cloid.GetString()
            : null;

    private static async Task SendAsync(HttpContext http, WireAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.Json is not { } write)
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(answer.Text ?? "", http.RequestAborted);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        write(writer);
        await writer.FlushAsync(http.RequestAborted);
    }
}
