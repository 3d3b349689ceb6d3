using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Microsoft.Extensions.Options;

namespace Etrms.Infrastructure.Secrets;

/// <summary>A secret as it lies in a table.</summary>
/// <param name="MasterKeyId">Names the master key that sealed it.</param>
/// <param name="Ciphertext">Ciphertext followed by the authentication tag.</param>
public sealed record SealedSecret(string MasterKeyId, byte[] Nonce, byte[] Ciphertext);

/// <summary>Seals values with AES-256-GCM. The id of their row is authenticated with them, so that a copy in another row does not open.</summary>
public sealed class SecretBox(IOptions<SecretOptions> options)
{
    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly MasterKey _current = MasterKey.TryParse(options.Value.MasterKey)!;

    private readonly Dictionary<string, MasterKey> _keys = options.Value.FormerMasterKeys.Append(options.Value.MasterKey)
        .Select(text => MasterKey.TryParse(text)!).DistinctBy(key => key.Id).ToDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>True when the present master key sealed it.</summary>
    public bool IsCurrent(string masterKeyId) => masterKeyId == _current.Id;

    public SealedSecret Seal<T>(Guid row, T secret)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(secret, EtrmsJson.Options);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var ciphertext = new byte[plain.Length + TagLength];
        using var cipher = new AesGcm(_current.Bytes, TagLength);
        cipher.Encrypt(nonce, plain, ciphertext.AsSpan(0, plain.Length), ciphertext.AsSpan(plain.Length), row.ToByteArray());
        CryptographicOperations.ZeroMemory(plain);
        return new SealedSecret(_current.Id, nonce, ciphertext);
    }

    /// <exception cref="CryptographicException">It was changed, belongs to another row, or its master key is not configured.</exception>
    public T Open<T>(Guid row, SealedSecret secret)
    {
        if (!_keys.TryGetValue(secret.MasterKeyId, out var key))
        {
            throw new CryptographicException($"The secret was sealed with master key {secret.MasterKeyId}, which is not configured.");
        }

        var plain = new byte[secret.Ciphertext.Length - TagLength];
        using var cipher = new AesGcm(key.Bytes, TagLength);
        cipher.Decrypt(secret.Nonce, secret.Ciphertext.AsSpan(0, plain.Length), secret.Ciphertext.AsSpan(plain.Length), plain, row.ToByteArray());
        var opened = JsonSerializer.Deserialize<T>(plain, EtrmsJson.Options)!;
        CryptographicOperations.ZeroMemory(plain);
        return opened;
    }
}
