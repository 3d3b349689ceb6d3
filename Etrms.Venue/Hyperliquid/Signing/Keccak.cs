using Org.BouncyCastle.Crypto.Digests;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>Keccak-256, the hash of Ethereum (not the later SHA3-256).</summary>
internal static class Keccak
{
    public const int Length = 32;

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new KeccakDigest(Length * 8);
        var bytes = data.ToArray();
        digest.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[Length];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
