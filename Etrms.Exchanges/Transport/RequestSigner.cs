using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Etrms.Exchanges.Transport;

/// <summary>Signs the text of a request in the way that the key's kind asks for.</summary>
internal abstract class RequestSigner
{
    private const string PemOpening = "-----BEGIN ";

    /// <summary>The value of the parameter "signature", not yet percent-encoded.</summary>
    public abstract string Sign(string text);

    /// <summary>
    /// A private key in PEM tells its own kind; any other text is a shared secret. Null for a PEM without a key of a kind that the venue takes.
    /// </summary>
    public static RequestSigner? Of(string secret)
    {
        if (!secret.TrimStart().StartsWith(PemOpening, StringComparison.Ordinal))
        {
            return new HmacSigner(secret);
        }

        try
        {
            var fields = PemEncoding.Find(secret);
            return secret[fields.Label] == "PRIVATE KEY"
                && PrivateKeyFactory.CreateKey(Convert.FromBase64String(secret[fields.Base64Data])) is Ed25519PrivateKeyParameters edwards
                ? new Ed25519Signature(edwards)
                : new RsaSigner(secret);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or FormatException or IOException or GeneralSecurityException)
        {
            return null;
        }
    }

    /// <summary>Lower-case hex.</summary>
    private sealed class HmacSigner(string secret) : RequestSigner
    {
        private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

        public override string Sign(string text)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text), hash);
            return Convert.ToHexStringLower(hash);
        }
    }

    /// <summary>PKCS#1 v1.5 over SHA-256, base64.</summary>
    private sealed class RsaSigner : RequestSigner
    {
        private readonly RSA _key = RSA.Create();

        public RsaSigner(string pem) => _key.ImportFromPem(pem);

        public override string Sign(string text) => Convert.ToBase64String(
            _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>The raw signature, base64. The platform has no Ed25519 of its own.</summary>
    private sealed class Ed25519Signature(Ed25519PrivateKeyParameters key) : RequestSigner
    {
        public override string Sign(string text)
        {
            var message = Encoding.UTF8.GetBytes(text);
            var signer = new Ed25519Signer();
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message, 0, message.Length);
            return Convert.ToBase64String(signer.GenerateSignature());
        }
    }
}
