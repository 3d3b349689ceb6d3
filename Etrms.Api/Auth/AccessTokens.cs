using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Etrms.Api.Auth;

/// <summary>Who calls.</summary>
internal sealed record Caller(Guid UserId, string UserName, Guid SessionId);

/// <summary>
/// JSON Web Tokens with HMAC-SHA256 and nothing else: one key, one algorithm, so nothing in a token chooses how it is checked.
/// </summary>
internal sealed class AccessTokens(IOptions<AuthOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Issuer = "etrms";
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    private readonly byte[] _key = options.Value.SigningKey;

    public (string Token, DateTimeOffset ExpiresAt) Issue(Guid userId, string userName, Guid session)
    {
        var now = clock.GetUtcNow();
        var expiresAt = now + Lifetime;
        var claims = new Claims(Issuer, userId, userName, session, now.ToUnixTimeSeconds(), expiresAt.ToUnixTimeSeconds());
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return ($"{signed}.{Base64Url.EncodeToString(Sign(signed))}", expiresAt);
    }

    /// <summary>Null when the token is not ours or has expired.</summary>
    public Caller? Read(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature] || header != Header)
        {
            return null;
        }

        var given = new byte[HMACSHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(signature, out var length) || length != given.Length)
        {
            return null;
        }

        Base64Url.DecodeFromChars(signature, given);
        if (!CryptographicOperations.FixedTimeEquals(given, Sign($"{header}.{payload}")))
        {
            return null;
        }

        var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(payload))!;
        return claims.Issuer == Issuer && DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt) > clock.GetUtcNow()
            ? new Caller(claims.UserId, claims.UserName, claims.SessionId)
            : null;
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));

    private sealed record Claims(
        [property: JsonPropertyName("iss")] string Issuer,
        [property: JsonPropertyName("sub")] Guid UserId,
        [property: JsonPropertyName("name")] string UserName,
        [property: JsonPropertyName("sid")] Guid SessionId,
        [property: JsonPropertyName("iat")] long IssuedAt,
        [property: JsonPropertyName("exp")] long ExpiresAt);
}
