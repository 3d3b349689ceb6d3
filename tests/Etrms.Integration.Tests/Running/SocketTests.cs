using System.Net.WebSockets;
using Etrms.Contracts;

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
}
