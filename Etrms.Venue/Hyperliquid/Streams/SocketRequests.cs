using System.Text.Json;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>What clients send over a socket: subscriptions, pings, and calls that could as well go over HTTP.</summary>
internal sealed class SocketRequests(
    StreamSubscriptions subscriptions, InfoDesk info, ActionDesk actions, VenueLoop loop, IOptions<HyperliquidOptions> options)
{
    public async Task HandleAsync(StreamSocket socket, JsonElement message, string ip)
    {
        try
        {
            switch (message.FindText("method"))
            {
                case "ping":
                    Post(socket, writer => writer.WriteString("channel", "pong"));
                    break;
                case "subscribe":
                    await loop.AskAsync(desk => Subscribe(socket, message, desk), CancellationToken.None);
                    break;
                case "unsubscribe":
                    await loop.AskAsync(_ => Unsubscribe(socket, message), CancellationToken.None);
                    break;
                case "post":
                    await CallAsync(socket, message, ip);
                    break;
                default:
                    Refuse(socket, Unreadable(message.GetRawText()));
                    break;
            }
        }
        catch (MalformedException)
        {
            Refuse(socket, Unreadable(message.GetRawText()));
        }
    }

    public static void RefuseUnreadable(StreamSocket socket, string text) => Refuse(socket, Unreadable(text));

    /// <summary>Takes a socket out of everything.</summary>
    public Task LeaveAsync(StreamSocket socket) => loop.AskAsync(
        _ =>
        {
            subscriptions.Leave(socket);
            return true;
        },
        CancellationToken.None);

    private bool Subscribe(StreamSocket socket, JsonElement message, VenueDesk desk)
    {
        var request = message.Field("subscription");
        if (subscriptions.Read(request) is not { } wanted)
        {
            Refuse(socket, $"Invalid subscription {request.GetRawText()}");
        }
        else if (socket.Subscriptions.Contains(wanted.Key))
        {
            Refuse(socket, $"Already subscribed: {request.GetRawText()}");
        }
        else if (socket.Subscriptions.Count >= options.Value.Subscriptions)
        {
            Refuse(socket, $"Too many subscriptions: {request.GetRawText()}");
        }
        else
        {
            Post(socket, writer => wanted.WriteEcho(writer, "subscribe"));
            subscriptions.Begin(wanted, socket, desk);
        }

        return true;
    }

    private bool Unsubscribe(StreamSocket socket, JsonElement message)
    {
        var request = message.Field("subscription");
        if (subscriptions.Read(request) is { } wanted && socket.Subscriptions.Contains(wanted.Key))
        {
            subscriptions.End(wanted.Key, socket);
            Post(socket, writer => wanted.WriteEcho(writer, "unsubscribe"));
        }
        else
        {
            Refuse(socket, $"Already unsubscribed: {request.GetRawText()}");
        }

        return true;
    }

    private async Task CallAsync(StreamSocket socket, JsonElement message, string ip)
    {
        var id = message.Whole("id");
        var request = message.Field("request");
        var payload = request.Field("payload");
        var type = request.Text("type");
        var answer = type switch
        {
            "info" => await info.AnswerAsync(payload, ip),
            "action" => await actions.AnswerAsync(payload, ip),
            _ => WireAnswer.Malformed(Unreadable(message.GetRawText())),
        };
        Post(socket, writer => WriteAnswer(writer, id, (type, payload), answer));
    }

    private static void WriteAnswer(Utf8JsonWriter writer, long id, (string Type, JsonElement Payload) asked, WireAnswer answer)
    {
        writer.WriteString("channel", "post");
        writer.WriteStartObject("data");
        writer.WriteNumber("id", id);
        writer.WriteStartObject("response");
        if (answer.Json is not { } write)
        {
            writer.WriteString("type", "error");
            writer.WriteString("payload", answer.Text);
        }
        else if (asked.Type == "action")
        {
            writer.WriteString("type", asked.Type);
            writer.WritePropertyName("payload");
            write(writer);
        }
        else
        {
            writer.WriteString("type", asked.Type);
            writer.WriteStartObject("payload");
            writer.WriteString("type", asked.Payload.Text("type"));
            writer.WritePropertyName("data");
            write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Errors carry no id: the client finds its own request in the text.</summary>
    private static void Refuse(StreamSocket socket, string text) => Post(socket, writer =>
    {
        writer.WriteString("channel", "error");
        writer.WriteString("data", text);
    });

    private static string Unreadable(string text) => $"Error parsing JSON into valid websocket request: {text}";

    private static void Post(StreamSocket socket, Action<Utf8JsonWriter> writeProperties) =>
        socket.Post(new Frame("", new FrameWriter().WriteObject(writeProperties)));
}
