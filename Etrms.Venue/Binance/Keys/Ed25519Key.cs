using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Etrms.Venue.Binance.Keys;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032), which the platform does not. Only public values are handled, so nothing here needs to take
/// constant time. Written apart from the client's signer, so that neither hides a fault of the other.
/// </summary>
internal sealed class Ed25519Key
{
    private const int Length = 32;
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = Point.At(RecoverX(Mod(4 * Inverse(5)), isOdd: false)!.Value, Mod(4 * Inverse(5)));

    /// <summary>What stands before the 32 bytes of the key in a SubjectPublicKeyInfo.</summary>
    private static readonly byte[] Prefix = Convert.FromHexString("302A300506032B6570032100");

    private readonly byte[] _encoded;
    private readonly Point _point;

    private Ed25519Key(byte[] encoded, Point point) => (_encoded, _point) = (encoded, point);

    /// <summary>Reads a PEM text with a public key; false when it holds another kind.</summary>
    public static bool TryRead(string pem, [NotNullWhen(true)] out Ed25519Key? key)
    {
        key = null;
        if (!PemEncoding.TryFind(pem, out var fields) || fields.DecodedDataLength != Prefix.Length + Length)
        {
            return false;
        }

        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        if (!der.AsSpan().StartsWith(Prefix) || Decode(der.AsSpan(Prefix.Length)) is not { } point)
        {
            return false;
        }

        key = new Ed25519Key(der[Prefix.Length..], point);
        return true;
    }

    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * Length || Decode(signature[..Length]) is not { } r)
        {
            return false;
        }

        var s = new BigInteger(signature[Length..], isUnsigned: true);
        var hash = SHA512.HashData([.. signature[..Length], .. _encoded, .. text]);
        var h = new BigInteger(hash, isUnsigned: true) % Order;
        return s < Order && Base.Times(s).IsSameAs(r.Plus(_point.Times(h)));
    }

    private static Point? Decode(ReadOnlySpan<byte> encoded)
    {
        var y = new BigInteger(encoded, isUnsigned: true);
        var isOdd = !(y >> 255).IsZero;
        y &= (BigInteger.One << 255) - 1;
        return y < P && RecoverX(y, isOdd) is { } x ? Point.At(x, y) : null;
    }

    /// <summary>x of a point on the curve -x² + y² = 1 + d·x²·y²; null when there is none.</summary>
    private static BigInteger? RecoverX(BigInteger y, bool isOdd)
    {
        var squared = Mod((y * y - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(squared, (P + 3) / 8, P);
        x = Mod((x * x) - squared).IsZero ? x : Mod(x * RootOfMinusOne);
        if (!Mod((x * x) - squared).IsZero || (x.IsZero && isOdd))
        {
            return null;
        }

        return x.IsEven == isOdd ? P - x : x;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    /// <summary>A point in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public static Point At(BigInteger x, BigInteger y) => new(x, y, 1, Mod(x * y));

        public Point Plus(Point other)
        {
            var a = Mod((Y - X) * (other.Y - other.X));
            var b = Mod((Y + X) * (other.Y + other.X));
            var c = Mod(2 * D * T * other.T);
            var d = Mod(2 * Z * other.Z);
            var (e, f, g, h) = (b - a, d - c, d + c, b + a);
            return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
        }

        public Point Times(BigInteger scalar)
        {
            var (sum, step) = (At(0, 1), this);
            for (; !scalar.IsZero; scalar >>= 1)
            {
                sum = scalar.IsEven ? sum : sum.Plus(step);
                step = step.Plus(step);
            }

            return sum;
        }

        public bool IsSameAs(Point other) => Mod((X * other.Z) - (other.X * Z)).IsZero && Mod((Y * other.Z) - (other.Y * Z)).IsZero;
    }
}
