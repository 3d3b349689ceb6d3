using System.Net;
using System.Security.Cryptography;
using System.Text;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Notifications;
using Etrms.Workers.Notifications.Senders;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Notifications;

public sealed class SenderTests
{
    private const string Token = "123456:a-token-that-nobody-reads";
    private const string Password = "a password that nobody reads";

    private static readonly AlertRow Alert = SomeNotifications.Alert(title: "Drawdown “main” tripped");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_signed_over_its_time_and_body()
    {
        await using var receiver = new HttpReceiver();

        Assert.IsType<SendOutcome.Sent>(await SendAsync(Webhook(receiver.Address)));

        var request = Assert.Single(receiver.Received);
        var alert = request.Json.GetProperty("alerts")[0];
        Assert.Equal((Alert.Id, "CRITICAL", Alert.Title, Alert.Text), (
            alert.GetProperty("id").GetGuid(), alert.GetProperty("severity").GetString(), alert.GetProperty("title").GetString(), alert.GetProperty("text").GetString()));
        Assert.Equal(request.Json.GetProperty("id").GetString(), request.Headers["Etrms-Delivery"]);
        var timestamp = request.Headers["Etrms-Timestamp"];
        Assert.Equal(SomeNotifications.Noon, DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture)));
        var expected = HMACSHA256.HashData("a secret of some length"u8, [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. request.Body]);
        Assert.Equal($"v1={Convert.ToHexStringLower(expected)}", request.Headers["Etrms-Signature"]);
    }

    /// <summary>By: printf '1768478400.{"id":"x"}' | openssl dgst -sha256 -hmac 'a secret of some length'.</summary>
    [Fact]
    public void The_signature_is_the_one_that_openssl_makes() => Assert.Equal(
        "v1=a895eabfd988e798e11f291203d272f4b43d5dbc793346d27d08b56c36de0dad", WebhookSignature.Of("a secret of some length", 1768478400, "{\"id\":\"x\"}"u8));

    [Fact]
    public async Task A_webhook_does_not_follow_redirects()
    {
        await using var elsewhere = new HttpReceiver();
        await using var receiver = new HttpReceiver { Status = HttpStatusCode.TemporaryRedirect };
        receiver.AnswerHeaders["Location"] = elsewhere.Address.ToString();

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(Webhook(receiver.Address)));

        Assert.False(failed.MayBeTriedAgain);
        Assert.Contains("redirect", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    public async Task A_webhook_reaches_no_private_network_unless_that_is_allowed(string host)
    {
        await using var receiver = new HttpReceiver();
        var channel = Webhook(new UriBuilder(receiver.Address) { Host = host }.Uri);

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(channel, allowPrivate: false));

        Assert.Contains("Notifications__AllowPrivateNetworks", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("2606:4700::1111", false)]
    public void Private_networks_are_known(string address, bool isPrivate) => Assert.Equal(isPrivate, PrivateNetworks.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.Gone, false)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    public async Task An_answer_says_whether_to_try_again(HttpStatusCode status, bool again)
    {
        await using var receiver = new HttpReceiver { Status = status };

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(Webhook(receiver.Address)));

        Assert.Equal(again, failed.MayBeTriedAgain);
        Assert.Contains($"{(int)status}", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_left_after_the_time_of_an_attempt()
    {
        await using var receiver = new HttpReceiver { IsMute = true };

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(Webhook(receiver.Address), attempt: TimeSpan.FromMilliseconds(200)));

        Assert.True(failed.MayBeTriedAgain);
        Assert.Equal("No answer within 0.2 s.", failed.Reason);
    }

    [Fact]
    public async Task Telegram_gets_chat_and_text_and_its_refusal_is_told_without_the_token()
    {
        await using var receiver = new HttpReceiver();
        var channel = SomeNotifications.Channel("Phone", kind: NotificationChannelKind.Telegram) with { Secret = new ChannelSecret(null, Token) };

        Assert.IsType<SendOutcome.Sent>(await SendAsync(channel, telegram: receiver.Address));
        var request = Assert.Single(receiver.Received);
        Assert.Equal($"/bot{Token}/sendMessage", request.Path);
        Assert.Equal("4711", request.Json.GetProperty("chat_id").GetString());
        Assert.Contains(Alert.Text, request.Json.GetProperty("text").GetString(), StringComparison.Ordinal);

        (receiver.Status, receiver.Answer) = (HttpStatusCode.BadRequest, """{"ok":false,"description":"Bad Request: chat not found"}""");
        var refused = Assert.IsType<SendOutcome.Failed>(await SendAsync(channel, telegram: receiver.Address));
        Assert.Equal("The receiver answered 400: Bad Request: chat not found", refused.Reason);

        var away = Assert.IsType<SendOutcome.Failed>(await SendAsync(channel, telegram: new Uri("http://127.0.0.1:9/")));
        Assert.DoesNotContain(Token, away.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_is_handed_over_with_login_subject_and_text()
    {
        await using var server = new MailReceiver();

        Assert.IsType<SendOutcome.Sent>(await SendAsync(Mail(server, MailSecurity.None)));

        var mail = Assert.Single(server.Received);
        Assert.Equal(($"trader:{Password}", "etrms@example.com"), (mail.Login, mail.From));
        Assert.Equal(["me@example.com", "you@example.com"], mail.To);
        Assert.Contains("[CRITICAL]", mail.Content, StringComparison.Ordinal);
        Assert.Contains(Alert.Text, BodyOf(mail), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_without_encryption_gets_neither_password_nor_message_when_that_was_asked_for()
    {
        await using var server = new MailReceiver();

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(Mail(server, MailSecurity.Starttls)));

        Assert.Empty(server.Received);
        Assert.DoesNotContain(server.Said, line => line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase) || line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Password, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_is_not_tried_again()
    {
        await using var server = new MailReceiver { RecipientAnswer = "550 No such user" };

        var failed = Assert.IsType<SendOutcome.Failed>(await SendAsync(Mail(server, MailSecurity.None)));

        Assert.False(failed.MayBeTriedAgain);
        Assert.Contains("No such user", failed.Reason, StringComparison.Ordinal);
    }

    private static string BodyOf(ReceivedMail mail) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(mail.Content.ReplaceLineEndings("\n").Split("\n\n", 2)[1].Trim()));

    private static NotificationChannel Webhook(Uri address) =>
        SomeNotifications.Channel("Hook") with { Secret = new ChannelSecret(address.ToString(), "a secret of some length") };

    private static NotificationChannel Mail(MailReceiver server, MailSecurity security) => SomeNotifications.Channel("Mail", kind: NotificationChannelKind.Email) with
    {
        Target = new ChannelTarget
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Security = security,
            UserName = "trader",
            Sender = "etrms@example.com",
            Recipients = "me@example.com, you@example.com",
        },
        Secret = new ChannelSecret(null, Password),
    };

    private static async Task<SendOutcome> SendAsync(NotificationChannel channel, bool allowPrivate = true, Uri? telegram = null, TimeSpan? attempt = null)
    {
        var options = Options.Create(new NotificationOptions { AllowPrivateNetworks = allowPrivate, AttemptTimeout = attempt ?? TimeSpan.FromSeconds(20) });
        options.Value.TelegramAddress = telegram ?? options.Value.TelegramAddress;
        using var http = new GuardedHttp(options);
        using var bot = new TelegramSender(options);
        IChannelSender[] senders = [new WebhookSender(http, new HandClock(SomeNotifications.Noon)), bot, new EmailSender()];
        var dispatch = new ChannelDispatch(senders, options, TimeProvider.System, NullLogger<ChannelDispatch>.Instance);
        var message = ChannelMessage.Of(new DeliveryBatch(channel, [Delivery.Plan(Alert, channel, 0, isFallback: false, SomeNotifications.Noon)]));
        return await dispatch.SendAsync(channel, message, Cancellation);
    }
}
