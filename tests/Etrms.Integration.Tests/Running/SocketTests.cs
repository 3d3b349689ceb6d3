using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Integration.Tests.Running;

[Collection(nameof(RunningSystem))]
public sealed class SocketTests(RunningSystem system)
{
    public static TheoryData<string> Channels => new(LiveChannels.All);

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_socket_begins_with_a_snapshot_of_its_channel(string channel)
    {
        await using var socket = await LiveSocket.OpenAsync(system.Trader, channel);

        var first = await socket.MessageAsync("a first message", _ => true);

        Assert.Equal(channel, first.Channel);
        Assert.Equal(LiveMessage.Snapshot, first.Type);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Another_origins_socket_is_refused(string channel)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => LiveSocket.OpenAsync(system.Trader, channel, origin: "https://evil.example"));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("'; DROP TABLE users; --")]
    public async Task Without_a_good_ticket_a_socket_is_refused(string ticket)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => LiveSocket.OpenAsync(system.Trader, LiveChannels.Positions, ticket));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_opens_one_socket()
    {
        var ticket = await system.Trader.PostAsync<SocketTicketView>("/ws/tickets", new { });
        await using var first = await LiveSocket.OpenAsync(system.Trader, LiveChannels.Alerts, ticket.Ticket);

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => LiveSocket.OpenAsync(system.Trader, LiveChannels.Alerts, ticket.Ticket));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledging_an_alert_reaches_every_open_page()
    {
        var alert = new AlertRow
        {
            Id = Guid.NewGuid(),
            Key = $"test/{Guid.NewGuid():N}",
            Severity = AlertSeverity.Info,
            Title = "Seen by both",
            Text = "",
            At = TimeProvider.System.GetUtcNow(),
            RaisedAt = TimeProvider.System.GetUtcNow(),
        };
        await using (var database = system.OpenDatabase())
        {
            database.Alerts.Add(alert);
            await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var other = await LiveSocket.OpenAsync(system.Trader, LiveChannels.Alerts);
        await other.MessageAsync("a snapshot", message => message.Type == LiveMessage.Snapshot);

        await system.Trader.PostAsync<AlertView>($"/alerts/{alert.Id}/acknowledge", new { });
        var first = await other.MessageAsync("the acknowledgement", message => message.Type == LiveMessage.AlertsAcknowledged);
        await system.Trader.SendAsync<AlertView>(HttpMethod.Delete, $"/alerts/{alert.Id}/acknowledge", null, HttpStatusCode.OK);
        var second = await other.MessageAsync("its undoing", message => message.Type == LiveMessage.AlertsAcknowledged && message.Seq > first.Seq);

        Assert.True(Waiting(second) > Waiting(first));
    }

    private static long Waiting(LiveMessage message) => message.Data.Deserialize<AlertsAcknowledgedView>(EtrmsJson.Options)!.Unacknowledged;
}
