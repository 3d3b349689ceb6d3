using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>Bytes as "0x" and lower-case digits: addresses are hashed in that spelling, and any other gives an empty account.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    public static string Text(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static byte[] Bytes(string text) => Convert.FromHexString(text.AsSpan(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0));

    /// <summary>True for exactly so many bytes, with or without the prefix.</summary>
    public static bool TryRead(string? text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var digits = text.AsSpan().Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
        }

        if (digits.Length != length * 2 || digits.ContainsAnyExcept(Digits))
        {
            return false;
        }

        bytes = Convert.FromHexString(digits);
        return true;
    }
}
