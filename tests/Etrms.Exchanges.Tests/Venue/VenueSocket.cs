using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>A WebSocket to the venue that keeps everything it heard.</summary>
internal sealed class VenueSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<JsonElement> _heard = [];
    private Task _reading = Task.CompletedTask;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<VenueSocket> OpenAsync(PaperVenue venue, string pathAndQuery)
    {
        var opened = new VenueSocket();
        await opened._socket.ConnectAsync(new Uri($"ws://{venue.Address.Authority}{pathAndQuery}"), CancellationToken.None);
        opened._reading = opened.ReadAsync();
        return opened;
    }

    public IReadOnlyList<JsonElement> Heard
    {
        get
        {
            lock (_lock)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Completes when the connection ended.</summary>
    public Task Ended => _reading.WaitAsync(Patience);

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Sends a request and waits for the answer with its id.</summary>
    public async Task<JsonElement> RequestAsync(string method, string parameters, string id)
    {
        await SendAsync($$"""{"method":"{{method}}","params":{{parameters}},"id":{{id}}}""");
        return await WaitForAsync(message => message.TryGetProperty("id", out var given) && given.GetRawText() == id);
    }

    /// <summary>The first message that fits, already heard or still to come.</summary>
    public async Task<JsonElement> WaitForAsync(Func<JsonElement, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                var found = _heard.FindIndex(message => fits(message));
                if (found >= 0)
                {
                    return _heard[found];
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not heard among: {string.Join('\n', Heard)}");
            }
        }
    }

    /// <summary>The first event of a type.</summary>
    public Task<JsonElement> WaitForEventAsync(string type, Func<JsonElement, bool>? fits = null) =>
        WaitForAsync(message => IsEvent(message, type) && (fits?.Invoke(message) ?? true));

    public IEnumerable<JsonElement> Events(string type) => Heard.Where(message => IsEvent(message, type));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private static bool IsEvent(JsonElement message, string type) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("e", out var name) && name.GetString() == type;

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                Keep(JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length)));
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The venue cut the connection, or the test is over.
        }
    }

    private void Keep(JsonElement message)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _heard.Add(message);
            news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        news.SetResult();
    }
}
