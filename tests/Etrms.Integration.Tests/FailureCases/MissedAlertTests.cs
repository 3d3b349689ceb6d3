using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Api;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>An Api whose way to Redis can be shut.</summary>
public sealed class ApiBehindDoor(Servers servers) : ApiHost(servers), IAsyncDisposable
{
    private TcpDoor? _redis;

    internal TcpDoor RedisDoor => _redis ?? throw new InvalidOperationException("The Api was not started.");

    protected override IReadOnlyDictionary<string, string> MoreSettings
    {
        get
        {
            (_redis, var through) = TcpDoor.ToRedis(Redis);
            return new Dictionary<string, string> { ["ConnectionStrings__redis"] = through };
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await RedisDoor.DisposeAsync();
    }
}

public sealed class MissedAlertTests(ApiBehindDoor host) : IClassFixture<ApiBehindDoor>
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_65_A_client_that_was_away_gets_the_snapshot_and_each_alert_that_it_missed()
    {
        var worker = new PretendedWorker(host);
        using var client = await host.SignedInAsync(Cancellation);
        var seen = Start.ToUnixTimeMilliseconds();
        await StoreAsync(seen);
        using (var socket = await OpenAsync(client, since: null))
        {
            Assert.Equal((LiveMessage.Snapshot, seen), await ReadAsync(socket) is var first ? (first.Type, first.Seq) : default);
        }

        await StoreAsync(seen + 1);
        await StoreAsync(seen + 2);
        using var again = await OpenAsync(client, since: seen);
        var messages = new[] { await ReadAsync(again), await ReadAsync(again), await ReadAsync(again) };
        await worker.PublishAsync(LiveChannels.Alerts, seen + 3, new AlertsAcknowledgedView(3), LiveMessage.AlertsAcknowledged);
        var next = await ReadAsync(again);

        Assert.Equal([LiveMessage.Snapshot, "alert_missed", "alert_missed"], messages.Select(message => message.Type));
        Assert.Equal(3, messages[0].Data.Deserialize<AlertsView>(EtrmsJson.Options)!.Alerts.Count);
        Assert.Equal([seen + 2, seen + 1, seen + 2, seen + 3], messages.Append(next).Select(message => message.Seq));
    }

    [Fact]
    public async Task FC_54_Without_Redis_sockets_close_and_the_portal_polls_what_PostgreSQL_holds()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var account = Guid.NewGuid();
        var stored = new LiveMessage(
            LiveChannels.Positions, LiveMessage.Snapshot, 7, Start, Start,
            JsonSerializer.SerializeToElement(new PositionsView([PretendedWorker.Position(account)], [], IsComplete: true), EtrmsJson.Options));
        await host.Services.GetRequiredService<LiveSnapshots>().SaveAsync([stored], Cancellation);
        using var socket = await OpenAsync(client, since: null);
        await ReadAsync(socket);

        host.RedisDoor.Shut();
        try
        {
            Assert.Equal(1013, await ClosedAsync(socket));
            var polled = await client.SendAsync<PositionsView>(HttpMethod.Get, "positions", null, Cancellation);
            Assert.Contains(polled.Positions, position => position.AccountId == account);
            await Eventually.TrueAsync("a socket is refused", async _ => await RefusalAsync(client) == 503);
        }
        finally
        {
            host.RedisDoor.Open();
        }

        await Eventually.TrueAsync("sockets open again", async _ => await RefusalAsync(client) is null, TimeSpan.FromSeconds(60));
    }

    private async Task StoreAsync(long seq)
    {
        var row = AlertRow.From(new Alert($"missed/{seq}", AlertSeverity.Critical, "Drawdown", "5 %", null, Start, Start.AddMilliseconds(seq - Start.ToUnixTimeMilliseconds())), Guid.NewGuid());
        row.Seq = seq;
        await using var database = await host.DatabaseAsync(Cancellation);
        database.Add(row);
        await database.SaveChangesAsync(Cancellation);
    }

    private async Task<ClientWebSocket> OpenAsync(HttpClient client, long? since)
    {
        var socket = new ClientWebSocket();
        await Eventually.TrueAsync("the bus is connected", async _ => await RefusalAsync(client) is null, TimeSpan.FromSeconds(60));
        await socket.ConnectAsync(await UrlAsync(client, since), Cancellation);
        return socket;
    }

    /// <summary>Status with which a socket is refused; null when it opens.</summary>
    private async Task<int?> RefusalAsync(HttpClient client)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(await UrlAsync(client, null), Cancellation);
            return null;
        }
        catch (WebSocketException)
        {
            return (int)socket.HttpStatusCode;
        }
    }

    private async Task<Uri> UrlAsync(HttpClient client, long? since)
    {
        var ticket = (await client.SendAsync<SocketTicketView>(HttpMethod.Post, "ws/tickets", null, Cancellation)).Ticket;
        var query = $"ticket={Uri.EscapeDataString(ticket)}" + (since is null ? "" : $"&since={since}");
        return new UriBuilder(host.Address) { Scheme = "ws", Path = $"/api/v1/ws/{LiveChannels.Alerts}", Query = query }.Uri;
    }

    private static async Task<int> ClosedAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[1 << 16];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), limit.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        return (int)socket.CloseStatus!;
    }

    private static async Task<LiveMessage> ReadAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var text = new List<byte>();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            text.AddRange(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);

        return JsonSerializer.Deserialize<LiveMessage>(Encoding.UTF8.GetString([.. text]), EtrmsJson.Options)!;
    }
}
