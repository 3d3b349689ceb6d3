using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>A signature as it travels; v is 27 or 28 and tells which of two points made r.</summary>
internal readonly record struct Signature(string R, string S, int V);

/// <summary>A private key on secp256k1. The same digest always gives the same signature (RFC 6979), with the lower of the two valid s.</summary>
internal sealed class SigningKey
{
    private const int SecretLength = 32;
    private const int AddressLength = 20;

    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly FixedPointCombMultiplier Multiplier = new();

    private readonly BigInteger _secret;

    private SigningKey(BigInteger secret)
    {
        _secret = secret;
        var point = PointOf(secret).GetEncoded(compressed: false);
        Address = Hex.Text(Keccak.Hash(point.AsSpan(1).ToArray()).AsSpan(Keccak.Length - AddressLength));
    }

    /// <summary>The wallet that the key signs for, lower case.</summary>
    public string Address { get; }

    /// <summary>False when the text is not a private key: 32 bytes in hex, and neither zero nor beyond the curve's order.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out SigningKey? key)
    {
        key = null;
        if (!Hex.TryRead(text, SecretLength, out var bytes))
        {
            return false;
        }

        var secret = new BigInteger(1, bytes);
        key = secret.SignValue > 0 && secret.CompareTo(Curve.N) < 0 ? new SigningKey(secret) : null;
        return key is not null;
    }

    public Signature Sign(byte[] digest)
    {
        var message = new BigInteger(1, digest);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Curve.N, _secret, digest);
        while (true)
        {
            var nonce = nonces.NextK();
            var point = PointOf(nonce);
            var r = point.AffineXCoord.ToBigInteger().Mod(Curve.N);
            var s = nonce.ModInverse(Curve.N).Multiply(message.Add(_secret.Multiply(r))).Mod(Curve.N);
            if (r.SignValue != 0 && s.SignValue != 0)
            {
                return ToSignature(r, s, isOdd: point.AffineYCoord.ToBigInteger().TestBit(0));
            }
        }
    }

    /// <summary>Both s and its negative are valid; taking the other one mirrors the point.</summary>
    private static Signature ToSignature(BigInteger r, BigInteger s, bool isOdd)
    {
        var isHigh = s.CompareTo(Curve.N.ShiftRight(1)) > 0;
        return new(Word(r), Word(isHigh ? Curve.N.Subtract(s) : s), isOdd ^ isHigh ? 28 : 27);
    }

    private static ECPoint PointOf(BigInteger factor) => Multiplier.Multiply(Curve.G, factor).Normalize();

    private static string Word(BigInteger value)
    {
        var digits = value.ToByteArrayUnsigned();
        var word = new byte[SecretLength];
        digits.CopyTo(word, SecretLength - digits.Length);
        return Hex.Text(word);
    }
}
