using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Etrms.Contracts;

namespace Etrms.Benchmarks.Latency;

/// <summary>The alerts channel as a browser has it; each message is stamped when it is whole.</summary>
internal sealed class AlertSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket;
    private readonly Channel<(LiveMessage Message, DateTimeOffset At)> _messages = Channel.CreateUnbounded<(LiveMessage, DateTimeOffset)>();
    private readonly Task _reading;

    private AlertSocket(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    public static async Task<AlertSocket> OpenAsync(BenchTrader trader)
    {
        var ticket = (await trader.PostAsync("/ws/tickets", new { })).GetProperty("ticket").GetString()!;
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(new Uri(trader.Api, $"/api/v1/ws/{LiveChannels.Alerts}?ticket={Uri.EscapeDataString(ticket)}")) { Scheme = "ws" }.Uri, CancellationToken.None);
        return new AlertSocket(socket);
    }

    /// <summary>When the next trip of a breaker arrived.</summary>
    public async Task<DateTimeOffset> NextTripAsync(Guid breaker)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var (message, at) = await _messages.Reader.ReadAsync(deadline.Token);
            if (message.Type == "circuit_breaker_triggered" && message.Data.GetRawText().Contains(breaker.ToString(), StringComparison.Ordinal))
            {
                return at;
            }
        }
    }

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

                var at = TimeProvider.System.GetUtcNow();
                if (part.MessageType == WebSocketMessageType.Text)
                {
                    _messages.Writer.TryWrite((JsonSerializer.Deserialize<LiveMessage>(buffer.AsSpan(0, length), EtrmsJson.Options)!, at));
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The benchmark closed it.
        }
    }
}
