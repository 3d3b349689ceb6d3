using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.Running;

/// <summary>A browser's live socket; keeps what it received.</summary>
public sealed class LiveSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly ConcurrentQueue<LiveMessage> _received = new();
    private readonly Task _reading;

    private LiveSocket(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    public IReadOnlyCollection<LiveMessage> Received => _received;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LiveSocket> OpenAsync(Trader trader, string channel, string? ticket = null, string? origin = null)
    {
        ticket ??= (await trader.PostAsync<SocketTicketView>("/ws/tickets", new { })).Ticket;
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var address = new UriBuilder(new Uri(trader.Api, $"/api/v1/ws/{channel}?ticket={Uri.EscapeDataString(ticket)}")) { Scheme = "ws" }.Uri;
        try
        {
            await socket.ConnectAsync(address, Cancellation);
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            throw;
        }

        return new LiveSocket(socket);
    }

    public Task<LiveMessage> MessageAsync(string what, Func<LiveMessage, bool> wanted) =>
        Eventually.GetAsync($"{what} on the socket", _ => Task.FromResult(_received.FirstOrDefault(wanted)));

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Text)
                {
                    _received.Enqueue(JsonSerializer.Deserialize<LiveMessage>(buffer.AsSpan(0, length), EtrmsJson.Options)!);
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The test closed it.
        }
    }
}
