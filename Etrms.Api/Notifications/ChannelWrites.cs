using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Notifications;

/// <summary>Saves channels with their audit row and wakes the worker. Secrets go in sealed and never come out here, but to be sealed anew.</summary>
internal sealed class ChannelWrites(EtrmsDbContext database, NotificationSecrets secrets, Bells bells, TimeProvider clock)
{
    private const int UsualMailPort = 587;

    public Task<NotificationChannelRow?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.OwnChannels().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>False when the master key changed since: then every secret must be given again.</summary>
    public bool Opens(NotificationChannelRow row) => TryOpen(row) is not null;

    /// <summary>Null when the name is taken.</summary>
    public async Task<NotificationChannelRow?> CreateAsync(NotificationChannelRequest body, string actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = new NotificationChannelRow
        {
            Id = Guid.CreateVersion7(now),
            Name = "",
            Kind = body.Kind.GetValueOrDefault(),
            MasterKeyId = "",
            Nonce = [],
            Ciphertext = [],
            CreatedAt = now,
        };
        database.Add(row);
        Fill(row, body, new ChannelSecret(null, null));
        return await SaveAsync(row, "notification_channel.created", actor, cancellationToken) ? row : null;
    }

    /// <summary>False when the name is taken.</summary>
    public Task<bool> ChangeAsync(NotificationChannelRow row, NotificationChannelRequest body, string actor, CancellationToken cancellationToken)
    {
        Fill(row, body, TryOpen(row) ?? new ChannelSecret(null, null));
        return SaveAsync(row, "notification_channel.changed", actor, cancellationToken);
    }

    public async Task RemoveAsync(NotificationChannelRow row, string actor, CancellationToken cancellationToken)
    {
        database.Remove(row);
        database.Record(clock.GetUtcNow(), actor, "notification_channel.removed", row.Id.ToString(), new { row.Name, row.Kind });
        await database.SaveChangesAsync(cancellationToken);
        await bells.RingAsync(Bell.Alerts);
    }

    private ChannelSecret? TryOpen(NotificationChannelRow row)
    {
        try
        {
            return secrets.Open(row);
        }
        catch (CryptographicException)
        {
            // Asked for anew, with the reason, by whoever called.
            return null;
        }
    }

    private void Fill(NotificationChannelRow row, NotificationChannelRequest body, ChannelSecret former)
    {
        var secret = new ChannelSecret(Given(body.Address) ?? former.Address, Given(body.Secret) ?? former.Secret);
        (row.Name, row.Enabled, row.MinimumSeverity, row.PerMinute) = (body.Name.Trim(), body.Enabled, body.MinimumSeverity, body.PerMinute);
        (row.QuietFrom, row.QuietUntil) = (ChannelRules.TimeOf(body.QuietFrom), ChannelRules.TimeOf(body.QuietUntil));
        row.QuietZone = row.QuietFrom is null ? null : Given(body.QuietZone);
        row.Target = JsonSerializer.SerializeToElement(TargetOf(row.Kind, body, secret), EtrmsJson.Options);
        row.Revision++;
        row.ChangedAt = clock.GetUtcNow();
        secrets.Seal(row, secret);
    }

    private static ChannelTarget TargetOf(NotificationChannelKind kind, NotificationChannelRequest body, ChannelSecret secret) => kind switch
    {
        NotificationChannelKind.Webhook => new ChannelTarget
        {
            AddressHint = $"{new Uri(secret.Address!).GetLeftPart(UriPartial.Authority)}/…",
            HasSecret = secret.Secret is not null,
        },
        NotificationChannelKind.Telegram => new ChannelTarget { ChatId = Given(body.ChatId), HasSecret = secret.Secret is not null },
        NotificationChannelKind.Email => new ChannelTarget
        {
            Host = Given(body.Host),
            Port = body.Port ?? UsualMailPort,
            Security = body.Security,
            UserName = Given(body.UserName),
            Sender = Given(body.Sender),
            Recipients = Given(body.Recipients),
            HasSecret = secret.Secret is not null,
        },
    };

    private async Task<bool> SaveAsync(NotificationChannelRow row, string action, string actor, CancellationToken cancellationToken)
    {
        database.Record(clock.GetUtcNow(), actor, action, row.Id.ToString(), new { row.Name, row.Kind, row.Enabled, row.MinimumSeverity });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            return false;
        }

        await bells.RingAsync(Bell.Alerts);
        return true;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
