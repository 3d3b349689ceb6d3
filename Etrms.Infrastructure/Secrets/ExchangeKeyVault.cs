using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.Extensions.Options;

namespace Etrms.Infrastructure.Secrets;

/// <summary>An opened key pair; its text form shows nothing.</summary>
public sealed record OpenedExchangeKey(string ApiKey, string ApiSecret)
{
    public override string ToString() => "OpenedExchangeKey(hidden)";
}

/// <summary>
/// Seals exchange keys with AES-256-GCM. The account's id is authenticated with them, so that a row copied to another account does not open.
/// </summary>
public sealed class ExchangeKeyVault(IOptions<SecretOptions> options, TimeProvider clock)
{
    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly MasterKey _current = MasterKey.TryParse(options.Value.MasterKey)!;

    private readonly Dictionary<string, MasterKey> _keys = options.Value.FormerMasterKeys.Append(options.Value.MasterKey)
        .Select(text => MasterKey.TryParse(text)!).DistinctBy(key => key.Id).ToDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>Makes a row, in state pending, that only this vault can open.</summary>
    public ExchangeKeyRow Seal(Guid accountId, string apiKey, string apiSecret)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new OpenedExchangeKey(apiKey, apiSecret), EtrmsJson.Options);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var ciphertext = new byte[plain.Length + TagLength];
        using var cipher = new AesGcm(_current.Bytes, TagLength);
        cipher.Encrypt(nonce, plain, ciphertext.AsSpan(0, plain.Length), ciphertext.AsSpan(plain.Length), accountId.ToByteArray());
        CryptographicOperations.ZeroMemory(plain);
        return new ExchangeKeyRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AccountId = accountId,
            MasterKeyId = _current.Id,
            Nonce = nonce,
            Ciphertext = ciphertext,
            MaskedKey = Mask(apiKey),
            State = ExchangeKeyState.Pending,
            CreatedAt = clock.GetUtcNow(),
        };
    }

    /// <exception cref="CryptographicException">The row was changed, belongs to another account, or its master key is not configured.</exception>
    public OpenedExchangeKey Open(ExchangeKeyRow row)
    {
        if (!_keys.TryGetValue(row.MasterKeyId, out var key))
        {
            throw new CryptographicException($"The exchange key was sealed with master key {row.MasterKeyId}, which is not configured.");
        }

        var plain = new byte[row.Ciphertext.Length - TagLength];
        using var cipher = new AesGcm(key.Bytes, TagLength);
        cipher.Decrypt(row.Nonce, row.Ciphertext.AsSpan(0, plain.Length), row.Ciphertext.AsSpan(plain.Length), plain, row.AccountId.ToByteArray());
        var opened = JsonSerializer.Deserialize<OpenedExchangeKey>(plain, EtrmsJson.Options)!;
        CryptographicOperations.ZeroMemory(plain);
        return opened;
    }

    /// <summary>Seals a row anew under the current master key; the same row when it already is.</summary>
    public ExchangeKeyRow Renew(ExchangeKeyRow row)
    {
        if (row.MasterKeyId != _current.Id)
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
