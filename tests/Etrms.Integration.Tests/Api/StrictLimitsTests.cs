using System.Net.WebSockets;
using Etrms.Contracts;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.Api;

/// <summary>An Api whose limits are reached within a test.</summary>
public sealed class StrictApiHost(Servers servers) : ApiHost(servers)
{
    protected override IReadOnlyDictionary<string, string> MoreSettings => new Dictionary<string, string>
    {
        ["Api__SocketLife"] = "00:00:01",
        ["Api__RateLimit__Burst"] = "20",
        ["Api__RateLimit__PerSecond"] = "1",
        ["Api__AllowedOrigins"] = "https://portal.example, https://other.example",
    };
}

public sealed class StrictLimitsTests(StrictApiHost host) : IClassFixture<StrictApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_socket_whose_time_is_over_is_told_to_sign_in_again_and_a_flood_is_slowed()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var ticket = (await client.SendAsync<SocketTicketView>(HttpMethod.Post, "ws/tickets", null, Cancellation)).Ticket;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://portal.example");
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/api/v1/ws/accounts", Query = $"ticket={ticket}" }.Uri, Cancellation);

        var end = await socket.ReceiveAsync(new byte[1024], Cancellation);

        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        Assert.Equal(4401, (int)socket.CloseStatus!.Value);
        await FloodAsync(client);
    }

    private static async Task FloodAsync(HttpClient client)
    {
        for (var requests = 0; requests < 100; requests++)
        {
            using var answer = await client.GetAsync("commands/00000000-0000-0000-0000-000000000000", Cancellation);
            if ((int)answer.StatusCode == 429)
            {
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
                return;
            }
        }

        Assert.Fail("A hundred requests at once were let through.");
    }
}
