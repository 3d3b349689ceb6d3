using System.Text.Json;

namespace Etrms.Venue.Binance.Streams;

/// <summary>
/// SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS of a socket. An acknowledgement promises nothing: names that are unknown, or that
/// the socket's path does not deliver, are acknowledged too and stay silent.
/// </summary>
internal sealed class StreamRequests(Topics topics, UserStreams users)
{
    private const int BadRequest = 2;
    private const int BadJson = 3;
    private const int MostStreams = 1024;

    public void Handle(StreamSocket socket, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var request = JsonDocument.Parse(message);
            socket.Post(new Frame("", Answer(socket, request.RootElement)));
        }
        catch (JsonException malformed)
        {
            socket.Post(new Frame("", Refuse(default, BadJson, $"Invalid JSON: {malformed.Message}")));
        }
    }

    public void Subscribe(StreamSocket socket, string name)
    {
        if (name.Length == 0 || !socket.Subscriptions.Add(name))
        {
            return;
        }

        if (topics.TryFind(name, out var topic))
        {
            if (socket.Route.Carries(topic.Home))
            {
                topic.Add(socket);
            }
        }
        else if (socket.Route.Carries(StreamRoute.Private))
        {
            AttachByName(socket, name);
        }
    }

    /// <summary>Attaches the account events of a listen key.</summary>
    public void Attach(StreamSocket socket, string listenKey, IReadOnlySet<string>? events)
    {
        if (socket.Route.Carries(StreamRoute.Private) && socket.Subscriptions.Add(listenKey))
        {
            users.Attach(listenKey, socket, events);
        }
    }

    public void Unsubscribe(StreamSocket socket, string name)
    {
        if (!socket.Subscriptions.Remove(name))
        {
            return;
        }

        if (topics.TryFind(name, out var topic))
        {
            topic.Remove(socket);
        }
        else
        {
            users.Detach(name.Split('@')[0], socket);
        }
    }

    /// <summary>Takes a socket out of everything.</summary>
    public void Leave(StreamSocket socket)
    {
        foreach (var name in socket.Subscriptions.ToList())
        {
            Unsubscribe(socket, name);
        }
    }

    // <listenKey> means every event, <listenKey>@EVENT one of them.
    private void AttachByName(StreamSocket socket, string name)
    {
        var parts = name.Split('@', 2);
        users.Attach(parts[0], socket, parts.Length == 1 ? null : new HashSet<string>([parts[1]], StringComparer.Ordinal));
    }

    private ReadOnlyMemory<byte> Answer(StreamSocket socket, JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return Refuse(default, BadRequest, "Invalid request: request must be a JSON object.");
        }

        request.TryGetProperty("id", out var id);
        var method = request.TryGetProperty("method", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        switch (method)
        {
            case "SUBSCRIBE" when TryReadNames(request, out var names) && socket.Subscriptions.Count + names.Count > MostStreams:
                return Refuse(id, BadRequest, $"Invalid request: a connection listens to {MostStreams} streams at most.");
            case "SUBSCRIBE" when TryReadNames(request, out var names):
                names.ForEach(name => Subscribe(socket, name));
                return Write(id, writer => writer.WriteNull("result"));
            case "UNSUBSCRIBE" when TryReadNames(request, out var names):
                names.ForEach(name => Unsubscribe(socket, name));
                return Write(id, writer => writer.WriteNull("result"));
            case "LIST_SUBSCRIPTIONS":
                return Write(id, writer => List(writer, socket));
            case "SUBSCRIBE" or "UNSUBSCRIBE":
                return Refuse(id, BadRequest, "Invalid request: params must be an array of strings.");
            default:
                return Refuse(id, BadRequest, "Invalid request: unknown method.");
        }
    }

    private static bool TryReadNames(JsonElement request, out List<string> names)
    {
        var isList = request.TryGetProperty("params", out var list) && list.ValueKind == JsonValueKind.Array
            && list.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String);
        names = isList ? [.. list.EnumerateArray().Select(name => name.GetString()!)] : [];
        return isList;
    }

    private static void List(Utf8JsonWriter writer, StreamSocket socket)
    {
        writer.WriteStartArray("result");
        foreach (var name in socket.Subscriptions)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Refuse(JsonElement id, int code, string message) => Write(id, writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
    });

    // The id goes back as it came, number or text.
    private static ReadOnlyMemory<byte> Write(JsonElement id, Action<Utf8JsonWriter> writeOutcome) => new FrameWriter().WriteObject(writer =>
    {
        writeOutcome(writer);
        writer.WritePropertyName("id");
        if (id.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            id.WriteTo(writer);
        }
    });
}
