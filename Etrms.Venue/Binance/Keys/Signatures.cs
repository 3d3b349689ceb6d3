using System.Security.Cryptography;
using System.Text;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Keys;

/// <summary>Checks signatures by the three kinds of key: HMAC-SHA256 with a secret, RSA (PKCS#1 v1.5, SHA-256) and Ed25519 with a public key.</summary>
internal static class Signatures
{
    public static string Sign(string secret, string payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload)));

    public static bool IsValid(PaperAccount account, SignedText signed) =>
        account.PublicKey is { } publicKey ? IsSignedWith(publicKey, signed) : IsValid(account.ApiSecret, signed);

    /// <summary>Hex in lower or upper case.</summary>
    public static bool IsValid(string secret, SignedText signed) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Sign(secret, signed.Text)), Encoding.UTF8.GetBytes(signed.Signature.ToLowerInvariant()));

    /// <summary>True for a public key that signatures can be checked with.</summary>
    public static bool IsKnownKind(string publicKeyPem) => Ed25519Key.TryRead(publicKeyPem, out _) || TryReadRsa(publicKeyPem, out _);

    public static bool IsEd25519(PaperAccount account) => account.PublicKey is { } pem && Ed25519Key.TryRead(pem, out _);

    private static bool IsSignedWith(string publicKeyPem, SignedText signed)
    {
        var text = Encoding.UTF8.GetBytes(signed.Text);
        var signature = new byte[signed.Signature.Length];
        if (!Convert.TryFromBase64String(signed.Signature, signature, out var length))
        {
            return false;
        }

        if (Ed25519Key.TryRead(publicKeyPem, out var key))
        {
            return key.Verify(text, signature.AsSpan(0, length));
        }

        if (!TryReadRsa(publicKeyPem, out var rsa))
        {
            return false;
        }

        using (rsa)
        {
            return rsa.VerifyData(text, signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private static bool TryReadRsa(string pem, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RSA? rsa)
    {
        rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return true;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
        {
            // Another kind of key, or none: the caller says so.
            rsa.Dispose();
            rsa = null;
            return false;
        }
    }
}
