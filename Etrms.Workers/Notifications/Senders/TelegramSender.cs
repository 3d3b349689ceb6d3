using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Secrets;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>Writes to a chat by the Bot API. Its address is this machine's setting, not the trader's, so it may be a private one.</summary>
internal sealed class TelegramSender(IOptions<NotificationOptions> options) : IChannelSender, IDisposable
{
    /// <summary>The Bot API takes 4096 characters.</summary>
    private const int LongestText = 4000;

    // The token is part of the address: no trace and no log may see it.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });

    public NotificationChannelKind Kind => NotificationChannelKind.Telegram;

    public async Task<SendOutcome> SendAsync(
        NotificationChannel channel, ChannelSecret secret, ChannelMessage message, CancellationToken cancellationToken)
    {
        var text = $"{message.Subject}\n\n{message.Text}";
        var address = new Uri(options.Value.TelegramAddress, $"/bot{secret.Secret}/sendMessage");
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                address,
                new Dictionary<string, string> { ["chat_id"] = channel.Target.ChatId ?? "", ["text"] = text.Length <= LongestText ? text : $"{text[..LongestText]}…" },
                cancellationToken);
            return HttpOutcomes.Of(answer, answer.IsSuccessStatusCode ? null : await ReadDescriptionAsync(answer, cancellationToken));
        }
        catch (HttpRequestException failure)
        {
            return HttpOutcomes.Of(failure);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Such as "Bad Request: chat not found"; null when something else than the Bot API answered.</summary>
    private static async Task<string?> ReadDescriptionAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("description", out var description)
                && description.ValueKind == JsonValueKind.String ? description.GetString() : null;
        }
        catch (JsonException)
        {
            // A proxy's page: its status says enough.
            return null;
        }
    }
}
