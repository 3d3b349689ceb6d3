using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Etrms.Web.Sessions;

/// <summary>
/// Seals the key ring of cookies and stored sessions with AES-256-GCM, under a key derived from the installation's master key: whoever copies
/// the state folder can neither forge a cookie nor read a session.
/// </summary>
internal sealed class KeyRingCipher
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    /// <param name="masterKey">32 bytes in base64.</param>
    /// <exception cref="ArgumentException">The text is not that.</exception>
    public KeyRingCipher(string masterKey)
    {
        var master = new byte[masterKey.Length];
        if (!Convert.TryFromBase64String(masterKey, master, out var length) || length != KeyLength)
        {
            throw new ArgumentException("Etrms:MasterKey must be 32 bytes in base64.", nameof(masterKey));
        }

        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, master[..length], KeyLength, info: "etrms portal key ring"u8.ToArray());
    }

    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var (body, tag) = (new byte[plain.Length], new byte[TagLength]);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(nonce, plain, body, tag);
        return Convert.ToBase64String([.. nonce, .. body, .. tag]);
    }

    /// <exception cref="CryptographicException">Sealed under another master key, or changed.</exception>
    public string Open(string text)
    {
        var given = Convert.FromBase64String(text);
        if (given.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The key is cut short.");
        }

        var plain = new byte[given.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Decrypt(given.AsSpan(0, NonceLength), given.AsSpan(NonceLength, plain.Length), given.AsSpan(^TagLength), plain);
        return Encoding.UTF8.GetString(plain);
    }
}

/// <summary>Writes keys of the ring sealed.</summary>
internal sealed class KeyRingEncryptor(KeyRingCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("sealed", cipher.Seal(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(KeyRingDecryptor));
}

/// <summary>Made by the key ring by its name in the file.</summary>
internal sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<KeyRingCipher>().Open(encryptedElement.Value));
}
