using System.Security.Cryptography;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Infrastructure.Secrets;

/// <summary>What must not be read off a channel's row; its text form shows nothing.</summary>
/// <param name="Address">Webhook: where to post to; such addresses often carry a token.</param>
/// <param name="Secret">Key of the webhook's signature, token of the bot, or password of the mail server.</param>
public sealed record ChannelSecret(string? Address, string? Secret)
{
    public override string ToString() => "ChannelSecret(hidden)";
}

/// <summary>Seals the secrets of notification channels.</summary>
public sealed class NotificationSecrets(SecretBox box)
{
    public void Seal(NotificationChannelRow row, ChannelSecret secret)
    {
        var sealedSecret = box.Seal(row.Id, secret);
        (row.MasterKeyId, row.Nonce, row.Ciphertext) = (sealedSecret.MasterKeyId, sealedSecret.Nonce, sealedSecret.Ciphertext);
    }

    /// <exception cref="CryptographicException">The row was changed, or its master key is not configured.</exception>
    public ChannelSecret Open(NotificationChannelRow row) =>
        box.Open<ChannelSecret>(row.Id, new SealedSecret(row.MasterKeyId, row.Nonce, row.Ciphertext));
}
