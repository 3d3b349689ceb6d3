using System.Net.WebSockets;
using System.Text.Json;
using Etrms.Domain.Market;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>
/// Lets the market follow the trades and marks of a live public feed. A feed that is silent or lost is told in the venue's status and
/// log, and sought again; the last prices stand meanwhile.
/// </summary>
internal sealed partial class LiveFeed(VenueLoop loop, TimeProvider clock, IOptions<VenueOptions> options, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int LongestMessage = 64 * 1024;

    /// <summary>Marks come every second, so this much silence means that the feed is dead.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Prices != PriceChoice.Live)
        {
            return;
        }

        var listed = await loop.AskAsync(desk => desk.Market.Instruments, stoppingToken);
        var bySymbol = listed.Where(instrument => instrument.Id.Exchange == Exchange.Binance)
            .ToDictionary(instrument => instrument.Id.Symbol, instrument => instrument.Id, StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(bySymbol, stoppingToken);
            }
            catch (Exception lost) when (!stoppingToken.IsCancellationRequested
                && lost is WebSocketException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                LogLost(lost.Message);
            }

            await SetDeafAsync(isDeaf: true, stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task FollowAsync(Dictionary<string, InstrumentId> bySymbol, CancellationToken cancellationToken)
    {
        var streams = bySymbol.Keys.Select(symbol => symbol.ToLowerInvariant()).SelectMany(symbol => (string[])[$"{symbol}@aggTrade", $"{symbol}@markPrice@1s"]);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(options.Value.LiveStreams, $"/market/stream?streams={string.Join('/', streams)}"), cancellationToken);
        await SetDeafAsync(isDeaf: false, cancellationToken);
        LogFollowing(options.Value.LiveStreams);
        var buffer = new byte[LongestMessage];
        while (await ReceiveAsync(socket, buffer, cancellationToken) is { } message)
        {
            using var frame = JsonDocument.Parse(message);
            if (LiveMessage.Read(frame.RootElement, bySymbol) is { } told)
            {
                await loop.AskAsync(desk => told.Apply(desk.Market), cancellationToken);
            }
        }
    }

    /// <returns>Null when the other side closed the connection.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ends.Token);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return buffer.AsMemory(0, length);
            }
        }
    }

    private Task<bool> SetDeafAsync(bool isDeaf, CancellationToken cancellationToken) =>
        loop.AskAsync(desk => desk.Market.IsDeaf = isDeaf, cancellationToken);

    [LoggerMessage(LogLevel.Information, "Prices follow the live feed at {Address}")]
    private partial void LogFollowing(Uri address);

    [LoggerMessage(LogLevel.Warning, "The live feed is lost, its last prices stand: {Reason}")]
    private partial void LogLost(string reason);
}
