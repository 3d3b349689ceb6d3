using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>How a call ends on the wire: JSON with status 200, or plain text with another.</summary>
internal sealed record WireAnswer(int Status, Action<Utf8JsonWriter>? Json, string? Text)
{
    public static readonly WireAnswer Throttled = Plain(StatusCodes.Status429TooManyRequests, "Too Many Requests");

    public static WireAnswer Ok(Action<Utf8JsonWriter> write) => new(StatusCodes.Status200OK, write, null);

    public static WireAnswer Plain(int status, string text) => new(status, null, text);

    public static WireAnswer Malformed(string text) => Plain(StatusCodes.Status422UnprocessableEntity, text);
}
