using System.Security.Cryptography;

namespace Etrms.Infrastructure.Secrets;

/// <summary>A key that seals secrets. Its id is a digest, so that a row can name it without telling it.</summary>
internal sealed class MasterKey
{
    private const int Length = 32;

    private MasterKey(byte[] bytes)
    {
        Bytes = bytes;
        Id = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }

    public string Id { get; }

    public byte[] Bytes { get; }

    /// <summary>Null unless the text is base64 of 32 bytes.</summary>
    public static MasterKey? TryParse(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) && length == Length ? new MasterKey(buffer[..Length]) : null;
    }
}
