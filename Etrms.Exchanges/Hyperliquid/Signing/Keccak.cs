using Org.BouncyCastle.Crypto.Digests;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>Keccak-256 as Ethereum uses it, which pads differently from the SHA-3 that the platform has.</summary>
internal static class Keccak
{
    public const int Length = 32;

    public static byte[] Hash(byte[] data)
    {
        var digest = new KeccakDigest(Length * 8);
        digest.BlockUpdate(data, 0, data.Length);
        var hash = new byte[Length];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
