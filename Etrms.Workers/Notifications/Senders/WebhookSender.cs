using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Secrets;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>What a webhook receives; programs read it, so members are only ever added.</summary>
internal sealed record WebhookBody(Guid Id, string Type, int Round, string Subject, string Text, IReadOnlyList<WebhookAlert> Alerts);

internal sealed record WebhookAlert(
    Guid Id, string Key, AlertSeverity Severity, string Title, string Text, Guid? BreakerId, DateTimeOffset At, DateTimeOffset RaisedAt);

/// <summary>Posts signed JSON; docs/user-guide/alerts.md says how a receiver checks it.</summary>
internal sealed class WebhookSender(GuardedHttp http, TimeProvider time) : IChannelSender
{
    public NotificationChannelKind Kind => NotificationChannelKind.Webhook;

    public async Task<SendOutcome> SendAsync(
        NotificationChannel channel, ChannelSecret secret, ChannelMessage message, CancellationToken cancellationToken)
    {
        using var request = RequestTo(secret, message);
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return HttpOutcomes.Of(answer);
        }
        catch (HttpRequestException failure)
        {
            return HttpOutcomes.Of(failure);
        }
    }

    private HttpRequestMessage RequestTo(ChannelSecret secret, ChannelMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(BodyOf(message), EtrmsJson.Options);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, secret.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("etrms", null));
        request.Headers.Add("Etrms-Delivery", message.Id.ToString());
        request.Headers.Add("Etrms-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Etrms-Signature", WebhookSignature.Of(secret.Secret ?? "", timestamp, body));
        return request;
    }

    private static WebhookBody BodyOf(ChannelMessage message) => new(
        message.Id, message.IsTest ? "test" : "alerts", message.Round, message.Subject, message.Text,
        [
            .. message.Alerts.Select(alert => new WebhookAlert(
                alert.Id, alert.Key, alert.Severity, alert.Title, alert.Text, alert.BreakerId, alert.At, alert.RaisedAt)),
        ]);
}
