using System.Net;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

public sealed class NotificationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Secret = "a secret that comes back nowhere";
    private const string Address = "https://hooks.example.com/services/T0-token-in-the-path";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static NotificationChannelRequest Hook(string name) => new()
    {
        Name = name,
        Kind = NotificationChannelKind.Webhook,
        Address = Address,
        Secret = Secret,
        QuietFrom = "22:00",
        QuietUntil = "07:00",
        QuietZone = "Europe/Berlin",
    };

    private static NotificationChannelRequest Bot(string name) => new()
    {
        Name = name,
        Kind = NotificationChannelKind.Telegram,
        Secret = "123456:ABC-DEF1234ghIkl",
        ChatId = "-100200300",
    };

    private static NotificationChannelRequest Mail(string name) => new()
    {
        Name = name,
        Kind = NotificationChannelKind.Email,
        Host = "mail.example.com",
        UserName = "me",
        Secret = Secret,
        Sender = "etrms@example.com",
        Recipients = "me@example.com, you@example.com",
    };

    [Fact]
    public async Task A_channel_is_stored_sealed_and_its_secrets_come_back_nowhere()
    {
        using var client = await host.SignedInAsync(Cancellation);

        var text = await TextAsync(client, HttpMethod.Post, "notifications/channels", Hook("Sealed"));
        var view = JsonSerializer.Deserialize<NotificationChannelView>(text, EtrmsJson.Options)!;
        var list = await TextAsync(client, HttpMethod.Get, "notifications/channels", null);

        Assert.Equal(("https://hooks.example.com/…", true, "22:00", "untried"), (view.Address, view.HasSecret, view.QuietFrom, view.State));
        Assert.All(new[] { text, list }, answer => Assert.False(answer.Contains(Secret, StringComparison.Ordinal) || answer.Contains("T0-token", StringComparison.Ordinal), answer));
        await using var database = await host.DatabaseAsync(Cancellation);
        var row = await database.NotificationChannels.AsNoTracking().SingleAsync(each => each.Id == view.Id, Cancellation);
        Assert.DoesNotContain("T0-token", row.Target.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(new ChannelSecret(Address, Secret), host.Services.GetRequiredService<NotificationSecrets>().Open(row));
        var audit = await database.AuditLog.AsNoTracking().Where(entry => entry.Subject == $"{view.Id}").Select(entry => entry.Detail).SingleAsync(Cancellation);
        Assert.DoesNotContain("secret", audit!.Value.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_change_keeps_the_secrets_that_it_leaves_out()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var view = await client.SendAsync<NotificationChannelView>(HttpMethod.Post, "notifications/channels", Hook("Kept"), Cancellation);

        var changed = await client.SendAsync<NotificationChannelView>(
            HttpMethod.Put, $"notifications/channels/{view.Id}", new NotificationChannelRequest { Name = "Kept still", Kind = NotificationChannelKind.Webhook }, Cancellation);

        Assert.Equal(("Kept still", null, true), (changed.Name, changed.QuietFrom, changed.HasSecret));
        await using var database = await host.DatabaseAsync(Cancellation);
        var row = await database.NotificationChannels.AsNoTracking().SingleAsync(each => each.Id == view.Id, Cancellation);
        Assert.Equal((2, new ChannelSecret(Address, Secret)), (row.Revision, host.Services.GetRequiredService<NotificationSecrets>().Open(row)));

        using var removed = await client.SendAsync(HttpMethod.Delete, $"notifications/channels/{view.Id}", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await client.ProblemAsync(404, HttpMethod.Get, $"notifications/channels/{view.Id}", null, Cancellation);
    }

    public static TheoryData<string, NotificationChannelRequest> Wrong => new()
    {
        { "address", Hook("Wrong") with { Address = null } },
        { "address", Hook("Wrong") with { Address = "ftp://example.com/x" } },
        { "address", Hook("Wrong") with { Address = "https://user:password@example.com/x" } },
        { "secret", Hook("Wrong") with { Secret = "too short" } },
        { "quiet_until", Hook("Wrong") with { QuietUntil = null } },
        { "quiet_from", Hook("Wrong") with { QuietFrom = "25:00" } },
        { "quiet_until", Hook("Wrong") with { QuietUntil = "22:00" } },
        { "quiet_zone", Hook("Wrong") with { QuietZone = "Atlantis" } },
        { "per_minute", Hook("Wrong") with { PerMinute = 0 } },
        { "secret", Bot("Wrong") with { Secret = "../../etc/passwd" } },
        { "chat_id", Bot("Wrong") with { ChatId = "me and you" } },
        { "host", Mail("Wrong") with { Host = "not a host" } },
        { "port", Mail("Wrong") with { Port = 70_000 } },
        { "sender", Mail("Wrong") with { Sender = "nobody" } },
        { "recipients", Mail("Wrong") with { Recipients = "me@example.com, nobody" } },
        { "secret", Mail("Wrong") with { Secret = null } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_work_is_refused_beside_its_field(string field, NotificationChannelRequest body)
    {
        using var client = await host.SignedInAsync(Cancellation);

        var problem = await client.ProblemAsync(400, HttpMethod.Post, "notifications/channels", body, Cancellation);

        Assert.NotEmpty(problem.Reason(field));
    }

    [Fact]
    public async Task Names_are_taken_once_and_a_channel_keeps_its_kind()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var view = await client.SendAsync<NotificationChannelView>(HttpMethod.Post, "notifications/channels", Bot("Only one"), Cancellation);

        var taken = await client.ProblemAsync(409, HttpMethod.Post, "notifications/channels", Mail("Only one"), Cancellation);
        var other = await client.ProblemAsync(400, HttpMethod.Put, $"notifications/channels/{view.Id}", Mail("Only one"), Cancellation);

        Assert.Contains("Only one", taken.Reason("name"), StringComparison.Ordinal);
        Assert.NotEmpty(other.Reason("kind"));
    }

    [Fact]
    public async Task A_test_is_sent_by_the_worker_and_its_refusal_comes_back_beside_the_field()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var worker = new PretendedWorker(host);
        var view = await client.SendAsync<NotificationChannelView>(HttpMethod.Post, "notifications/channels", Bot("Tested"), Cancellation);

        var refused = client.ProblemAsync(422, HttpMethod.Post, $"notifications/channels/{view.Id}/test", null, Cancellation);
        var command = await worker.AnswerAsync(CommandKinds.TestNotification, "The receiver answered 400: Bad Request: chat not found", null, Cancellation);

        Assert.Equal(view.Id, command.Payload.Deserialize<TestNotificationCommand>(EtrmsJson.Options)!.ChannelId);
        Assert.Contains("chat not found", (await refused).Reason("chat_id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_page_by_page_and_beside_their_alert()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var alert = await AddAlertAsync(seq: 1, AlertSeverity.Critical);
        var channel = Guid.NewGuid();
        await using (var database = await host.DatabaseAsync(Cancellation))
        {
            database.AddRange(Enumerable.Range(0, 5).Select(round => Delivery(alert, channel, round, round == 4 ? DeliveryState.Waiting : DeliveryState.Sent)));
            await database.SaveChangesAsync(Cancellation);
        }

        var first = await client.SendAsync<Page<NotificationDeliveryView>>(HttpMethod.Get, $"notifications/deliveries?channel={channel}&limit=3", null, Cancellation);
        var second = await client.SendAsync<Page<NotificationDeliveryView>>(
            HttpMethod.Get, $"notifications/deliveries?channel={channel}&limit=3&cursor={first.Next}", null, Cancellation);
        var waiting = await client.SendAsync<Page<NotificationDeliveryView>>(HttpMethod.Get, $"notifications/deliveries?alert={alert.Id}&state=WAITING", null, Cancellation);
        var detail = await client.SendAsync<AlertDetailView>(HttpMethod.Get, $"alerts/{alert.Id}", null, Cancellation);

        Assert.Equal((5L, (string?)null), (first.Total, second.Next));
        Assert.Equal([4, 3, 2, 1, 0], first.Items.Concat(second.Items).Select(row => row.Round));
        Assert.Equal("Away.", Assert.Single(waiting.Items).Error);
        Assert.Equal(5, detail.Deliveries.Count);
        Assert.Equal(alert.RaisedAt.AddMinutes(1), detail.NextRepeatAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_list_warns_while_critical_alerts_have_fewer_than_two_ways_that_work()
    {
        using var client = await host.SignedInAsync(Cancellation);
        await using (var database = await host.DatabaseAsync(Cancellation))
        {
            await database.NotificationChannels.ExecuteDeleteAsync(Cancellation);
        }

        var none = await ListAsync(client);
        var bot = await client.SendAsync<NotificationChannelView>(HttpMethod.Post, "notifications/channels", Bot("First way"), Cancellation);
        var one = await ListAsync(client);
        await client.SendAsync<NotificationChannelView>(HttpMethod.Post, "notifications/channels", Mail("Second way"), Cancellation);
        var two = await ListAsync(client);
        await using (var database = await host.DatabaseAsync(Cancellation))
        {
            database.Add(Delivery(await AddAlertAsync(seq: 2, AlertSeverity.Warning), bot.Id, 0, DeliveryState.Failed));
            await database.SaveChangesAsync(Cancellation);
        }

        var failing = await ListAsync(client);
        Assert.Equal([0, 1, 2, 1], new[] { none, one, two, failing }.Select(list => list.CriticalWays));
        Assert.Equal([true, true, false, true], new[] { none, one, two, failing }.Select(list => list.Warning is not null));
        Assert.Equal(("failing", "Away."), failing.Channels.Where(channel => channel.Id == bot.Id).Select(channel => (channel.State, channel.LastError)).Single());
    }

    private static Task<NotificationChannelsView> ListAsync(HttpClient client) =>
        client.SendAsync<NotificationChannelsView>(HttpMethod.Get, "notifications/channels", null, Cancellation);

    private async Task<AlertRow> AddAlertAsync(long seq, AlertSeverity severity)
    {
        var now = DateTimeOffset.UtcNow;
        var row = AlertRow.From(new Alert($"test/{Guid.NewGuid():N}", severity, "Drawdown", "5 %", null, now, now), Guid.NewGuid());
        row.Seq = seq;
        await using var database = await host.DatabaseAsync(Cancellation);
        database.Add(row);
        await database.SaveChangesAsync(Cancellation);
        return row;
    }

    private static NotificationDeliveryRow Delivery(AlertRow alert, Guid channel, int round, DeliveryState state) => new()
    {
        Id = Guid.NewGuid(),
        ChannelId = channel,
        ChannelName = "Phone",
        ChannelKind = NotificationChannelKind.Telegram,
        AlertId = alert.Id,
        Title = alert.Title,
        Severity = alert.Severity,
        Round = round,
        State = state,
        Attempts = 1,
        Error = state == DeliveryState.Sent ? null : "Away.",
        CreatedAt = DateTimeOffset.UtcNow.AddSeconds(round),
        SentAt = state == DeliveryState.Sent ? DateTimeOffset.UtcNow : null,
        Version = 1,
    };

    private static async Task<string> TextAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var answer = await client.SendAsync(method, path, body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
