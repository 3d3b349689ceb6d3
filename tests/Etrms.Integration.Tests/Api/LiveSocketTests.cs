using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;

namespace Etrms.Integration.Tests.Api;

public sealed class LiveSocketTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_socket_begins_with_a_snapshot_and_goes_on_with_what_is_newer()
    {
        var worker = new PretendedWorker(host);
        var account = Guid.NewGuid();
        await worker.PublishPositionsAsync(10, PretendedWorker.Position(account));
        using var client = await host.SignedInAsync(Cancellation);
        using var socket = await OpenAsync(client, LiveChannels.Positions);

        var first = await ReadAsync(socket);
        await worker.PublishPositionsAsync(9);
        await worker.PublishPositionsAsync(11, PretendedWorker.Position(account, quantity: 0.25m));
        var second = await ReadAsync(socket);

        Assert.Equal((LiveMessage.Snapshot, 10L), (first.Type, first.Seq));
        Assert.Equal(11L, second.Seq);
        Assert.Equal(0.25m, second.Data.Deserialize<PositionsView>(EtrmsJson.Options)!.Positions[0].Quantity);
    }

    [Fact]
    public async Task Alerts_come_one_by_one_and_none_is_lost()
    {
        var worker = new PretendedWorker(host);
        using var client = await host.SignedInAsync(Cancellation);
        using var socket = await OpenAsync(client, LiveChannels.Alerts);
        Assert.Empty((await ReadAsync(socket)).Data.Deserialize<AlertsView>(EtrmsJson.Options)!.Alerts);

        for (var seq = 1; seq <= 200; seq++)
        {
            await worker.PublishAsync(LiveChannels.Alerts, seq, Alert(seq), "circuit_breaker_triggered");
        }

        for (var seq = 1; seq <= 200; seq++)
        {
            Assert.Equal(seq, (await ReadAsync(socket)).Seq);
        }
    }

    [Fact]
    public async Task A_ping_is_answered_and_nonsense_is_told_so()
    {
        using var client = await host.SignedInAsync(Cancellation);
        using var socket = await OpenAsync(client, LiveChannels.Accounts);

        await SendAsync(socket, """{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await ReadTextAsync(socket));
        foreach (var nonsense in new[] { "{", "[]", "1", """{"type":7}""", """{"type":"subscribe"}""" })
        {
            await SendAsync(socket, nonsense);
            Assert.Contains("\"error\"", await ReadTextAsync(socket), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_ticket_opens_one_socket()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var ticket = await TicketAsync(client);
        using var first = new ClientWebSocket();
        await first.ConnectAsync(Url(LiveChannels.Alerts, ticket), Cancellation);
        using var second = new ClientWebSocket();
        second.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(Url(LiveChannels.Alerts, ticket), Cancellation));

        Assert.Equal(401, (int)second.HttpStatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    public async Task Another_origin_is_refused_with_a_good_ticket(string origin, int status)
    {
        using var client = await host.SignedInAsync(Cancellation);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin);

        await Assert.ThrowsAsync<WebSocketException>(async () => await socket.ConnectAsync(Url(LiveChannels.Alerts, await TicketAsync(client)), Cancellation));

        Assert.Equal(status, (int)socket.HttpStatusCode);
    }

    [Fact]
    public async Task Pages_of_the_same_host_may_open_sockets_and_nobody_without_a_ticket()
    {
        using var client = await host.SignedInAsync(Cancellation);
        using var own = new ClientWebSocket();
        own.Options.SetRequestHeader("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        await own.ConnectAsync(Url(LiveChannels.Alerts, await TicketAsync(client)), Cancellation);
        using var stranger = new ClientWebSocket();
        stranger.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(Url(LiveChannels.Alerts, ""), Cancellation));

        Assert.Equal((WebSocketState.Open, 401), (own.State, (int)stranger.HttpStatusCode));
    }

    private static AlertView Alert(int number) => new(
        Guid.NewGuid(), $"alert {number}", AlertSeverity.Critical, "Drawdown", "5 %", null, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, null);

    private async Task<ClientWebSocket> OpenAsync(HttpClient client, string channel)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Url(channel, await TicketAsync(client)), Cancellation);
        return socket;
    }

    private static async Task<string> TicketAsync(HttpClient client) =>
        (await client.SendAsync<SocketTicketView>(HttpMethod.Post, "ws/tickets", null, Cancellation)).Ticket;

    private Uri Url(string channel, string ticket) =>
        new UriBuilder(host.Address) { Scheme = "ws", Path = $"/api/v1/ws/{channel}", Query = $"ticket={ticket}" }.Uri;

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancellation);

    private static async Task<LiveMessage> ReadAsync(ClientWebSocket socket) =>
        JsonSerializer.Deserialize<LiveMessage>(await ReadTextAsync(socket), EtrmsJson.Options)!;

    private static async Task<string> ReadTextAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        var text = new List<byte>();
        var buffer = new byte[8192];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            text.AddRange(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);

        return Encoding.UTF8.GetString([.. text]);
    }
}
