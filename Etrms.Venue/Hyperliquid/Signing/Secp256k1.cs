using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>Signature over the curve of Ethereum's wallets.</summary>
/// <param name="IsOdd">Parity of the point whose x is r: v 28 means odd.</param>
internal readonly record struct WireSignature(BigInteger R, BigInteger S, bool IsOdd);

/// <summary>Wallet addresses from signatures and from private keys.</summary>
internal static class Secp256k1
{
    private const int CoordinateLength = 32;
    private const int AddressLength = 20;
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");

    /// <summary>The address that signed a digest; null when no key can have made the signature.</summary>
    public static string? Recover(byte[] digest, WireSignature signature)
    {
        var (r, s) = (signature.R, signature.S);
        if (r.SignValue <= 0 || s.SignValue <= 0 || r.CompareTo(Curve.N) >= 0 || s.CompareTo(Curve.N) >= 0
            || FindPoint(r, signature.IsOdd) is not { } point)
        {
            return null;
        }

        // Q = r⁻¹ (s R − e G)
        var inverse = r.ModInverse(Curve.N);
        var onGenerator = new BigInteger(1, digest).Negate().Multiply(inverse).Mod(Curve.N);
        var onPoint = s.Multiply(inverse).Mod(Curve.N);
        var key = ECAlgorithms.SumOfTwoMultiplies(Curve.G, onGenerator, point, onPoint).Normalize();
        return key.IsInfinity ? null : AddressOf(key);
    }

    /// <summary>The lower-case address that a private key opens; null when the number is no key.</summary>
    public static string? AddressOf(ReadOnlySpan<byte> privateKey)
    {
        var number = new BigInteger(1, privateKey.ToArray());
        return number.SignValue > 0 && number.CompareTo(Curve.N) < 0 ? AddressOf(Curve.G.Multiply(number).Normalize()) : null;
    }

    private static ECPoint? FindPoint(BigInteger x, bool isOdd)
    {
        var encoded = new byte[1 + CoordinateLength];
        encoded[0] = (byte)(isOdd ? 3 : 2);
        var bytes = x.ToByteArrayUnsigned();
        bytes.CopyTo(encoded, encoded.Length - bytes.Length);
        try
        {
            return Curve.Curve.DecodePoint(encoded);
        }
        catch (ArgumentException)
        {
            // About half of all numbers are the x of no point.
            return null;
        }
    }

    private static string AddressOf(ECPoint key)
    {
        var hash = Keccak.Hash(key.GetEncoded(compressed: false).AsSpan(1));
        return "0x" + Convert.ToHexStringLower(hash.AsSpan(Keccak.Length - AddressLength));
    }
}
