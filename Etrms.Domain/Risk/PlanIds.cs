using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Etrms.Domain.Risk;

/// <summary>Names that come out the same after every restart: version 5 uuids of RFC 4122 (SHA-1 over namespace and name).</summary>
public static class PlanIds
{
    /// <summary>Namespace of everything that ETRMS names.</summary>
    public static readonly Guid Root = new("6f1d5bd4-0a86-5c4e-9f4e-2b7a3f6c9d10");

    private const string Prefix = "etrms-";
    private const int Letters = 26;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The plan of one trip of a breaker.</summary>
    public static Guid OfTrip(string owner, Guid breaker, int revision, int tripSeq) =>
        Uuid5(Root, $"{owner}/breaker/{breaker:D}/{revision}/{tripSeq}");

    /// <summary>The plan of an operator's command.</summary>
    public static Guid OfCommand(string owner, Guid command) => Uuid5(Root, $"{owner}/command/{command:D}");

    /// <summary>A part of a plan, such as its cancels.</summary>
    public static Guid Part(Guid plan, string part) => Uuid5(plan, part);

    /// <summary>A client order id of 32 characters: venues allow 36 of letters, digits and dashes.</summary>
    public static string ClientOrderId(Guid plan, string step)
    {
        Span<byte> bytes = stackalloc byte[16];
        Uuid5(plan, step).TryWriteBytes(bytes, bigEndian: true, out _);
        return ClientOrderId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>A number of 128 bits in the letters of a client order id, for venues that know their orders by such numbers.</summary>
    public static string ClientOrderId(UInt128 number)
    {
        Span<char> text = stackalloc char[Letters];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Base32[(int)(number & 31)];
            number >>= 5;
        }

        return $"{Prefix}{text}";
    }

    /// <summary>The number that a client order id of ours spells; null for an id of another shape.</summary>
    public static UInt128? NumberOf(string clientOrderId)
    {
        if (clientOrderId.Length != Prefix.Length + Letters || !clientOrderId.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        UInt128 number = 0;
        foreach (var letter in clientOrderId.AsSpan(Prefix.Length))
        {
            var digit = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0 || number > UInt128.MaxValue >> 5)
            {
                return null;
            }

            number = (number << 5) | (UInt128)digit;
        }

        return number;
    }

    /// <summary>True for 16 bytes that carry the marks of the uuids made here; a stranger's number has them once in 64 times.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> number) => (number[6] & 0xF0) == 0x50 && (number[8] & 0xC0) == 0x80;

    /// <summary>RFC 4122 section 4.3 with SHA-1.</summary>
    public static Guid Uuid5(Guid space, string name)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + nameBytes.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        nameBytes.CopyTo(input.AsSpan(16));
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The RFC names SHA-1; the id identifies, it protects nothing.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
