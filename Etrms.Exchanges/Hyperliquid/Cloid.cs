using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Hyperliquid.Signing;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// Client ids at this venue are 128-bit numbers. Ours are such numbers in letters, so nothing has to be remembered to know an order again
/// after a restart; an id of another shape is hashed and shows as the number it became.
/// </summary>
internal static class Cloid
{
    private const int Length = 16;

    /// <summary>The wire form of a client order id; one that already is a wire form stays.</summary>
    public static string Of(string clientOrderId)
    {
        if (IsCloid(clientOrderId))
        {
            return clientOrderId;
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (PlanIds.NumberOf(clientOrderId) is { } number)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(clientOrderId)).AsSpan(0, Length).CopyTo(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        }

        return Hex.Text(bytes);
    }

    /// <summary>Our id again where the number is one of ours, else the number; empty for orders without.</summary>
    public static string ClientOrderId(string? cloid)
    {
        if (cloid is null || !Hex.TryRead(cloid, Length, out var bytes))
        {
            return cloid ?? "";
        }

        return PlanIds.IsOurs(bytes) ? PlanIds.ClientOrderId(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : cloid;
    }

    private static bool IsCloid(string text) => text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryRead(text, Length, out _);
}
