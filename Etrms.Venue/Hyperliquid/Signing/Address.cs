namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>A wallet's address: 0x and 40 hexadecimal digits.</summary>
internal static class Address
{
    private const int Length = 42;

    public static bool IsOne(string text) => IsHex(text, Length);

    /// <summary>True for 0x and so many characters of hexadecimal digits in all.</summary>
    public static bool IsHex(string text, int length) =>
        text.Length == length && text.StartsWith("0x", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExcept(Digits) < 0;

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
