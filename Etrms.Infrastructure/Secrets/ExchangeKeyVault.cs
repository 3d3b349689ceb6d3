using System.Security.Cryptography;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.Extensions.Options;

namespace Etrms.Infrastructure.Secrets;

/// <summary>An opened key pair; its text form shows nothing.</summary>
public sealed record OpenedExchangeKey(string ApiKey, string ApiSecret)
{
    public override string ToString() => "OpenedExchangeKey(hidden)";
}

/// <summary>Seals exchange keys for their account.</summary>
public sealed class ExchangeKeyVault(IOptions<SecretOptions> options, TimeProvider clock)
{
    private readonly SecretBox _box = new(options);

    /// <summary>Makes a row, in state pending, that only this vault can open.</summary>
    public ExchangeKeyRow Seal(Guid accountId, string apiKey, string apiSecret)
    {
        var secret = _box.Seal(accountId, new OpenedExchangeKey(apiKey, apiSecret));
        return new ExchangeKeyRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AccountId = accountId,
            MasterKeyId = secret.MasterKeyId,
            Nonce = secret.Nonce,
            Ciphertext = secret.Ciphertext,
            MaskedKey = Mask(apiKey),
            State = ExchangeKeyState.Pending,
            CreatedAt = clock.GetUtcNow(),
        };
    }

    /// <exception cref="CryptographicException">The row was changed, belongs to another account, or its master key is not configured.</exception>
    public OpenedExchangeKey Open(ExchangeKeyRow row) =>
        _box.Open<OpenedExchangeKey>(row.AccountId, new SealedSecret(row.MasterKeyId, row.Nonce, row.Ciphertext));

    /// <summary>Seals a row anew under the current master key; the same row when it already is.</summary>
    public ExchangeKeyRow Renew(ExchangeKeyRow row)
    {
        if (!_box.IsCurrent(row.MasterKeyId))
        {
            var opened = Open(row);
            var sealedAnew = Seal(row.AccountId, opened.ApiKey, opened.ApiSecret);
            (row.MasterKeyId, row.Nonce, row.Ciphertext) = (sealedAnew.MasterKeyId, sealedAnew.Nonce, sealedAnew.Ciphertext);
        }

        return row;
    }

    /// <summary>The ends of a key, enough to recognise it: "abcd…wxyz".</summary>
    private static string Mask(string apiKey) => apiKey.Length < 12 ? "…" : $"{apiKey[..4]}…{apiKey[^4..]}";
}
