using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Etrms.Benchmarks;

/// <summary>Sends book changes and trades of some contracts in turn, at a steady rate, each with its number; on a socket of this machine.</summary>
internal sealed class SoakVenue : IAsyncDisposable
{
    private const int LevelsPerChange = 5;

    private readonly WebApplication _app;
    private readonly string[] _symbols;
    private readonly int _perSecond;
    private long _sent;

    private SoakVenue(WebApplication app, string[] symbols, int perSecond) => (_app, _symbols, _perSecond) = (app, symbols, perSecond);

    public Uri Address => new(_app.Urls.First());

    /// <summary>Frames sent so far: every second one is a trade.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public static async Task<SoakVenue> StartAsync(string[] symbols, int perSecond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var venue = new SoakVenue(app, symbols, perSecond);
        app.UseWebSockets();
        app.MapGet("/fapi/v1/time", () => Results.Text($$"""{"serverTime":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}"""));
        app.MapGet("/fapi/v1/depth", () => Results.Text(MarketTopicFrames.Snapshot(venue.NumberOf(venue.Sent))));
        app.Map("/public/ws", venue.ServeAsync);
        await app.StartAsync();
        return venue;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>All contracts share their numbers: each number is one change and one trade of each.</summary>
    private long NumberOf(long frame) => frame / (2 * _symbols.Length);

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var questions = Channel.CreateUnbounded<bool>();
        var listening = ListenAsync(socket, questions.Writer, context.RequestAborted);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!listening.IsCompleted && await timer.WaitForNextTickAsync(context.RequestAborted))
        {
            while (questions.Reader.TryRead(out _))
            {
                await SayAsync(socket, """{"result":null,"id":1}"""u8.ToArray(), context.RequestAborted);
            }

            for (var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * _perSecond); Sent < due; Interlocked.Increment(ref _sent))
            {
                await SayAsync(socket, Frame(Sent), context.RequestAborted);
            }
        }
    }

    private byte[] Frame(long index)
    {
        var symbol = _symbols[index / 2 % _symbols.Length];
        var number = NumberOf(index) + 1;
        return index % 2 == 0 ? MarketTopicFrames.Depth(symbol, number, LevelsPerChange) : MarketTopicFrames.Trade(symbol, number);
    }

    private static Task SayAsync(WebSocket socket, byte[] frame, CancellationToken cancellationToken) =>
        socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private static async Task ListenAsync(WebSocket socket, ChannelWriter<bool> questions, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part is { MessageType: WebSocketMessageType.Text, EndOfMessage: true })
            {
                questions.TryWrite(true);
            }
        }
    }
}
