using System.Security.Cryptography;
using System.Text;

namespace Etrms.Venue.Binance;

/// <summary>HMAC-SHA256 over the percent-encoded query and body as they were sent, joined without a separator.</summary>
internal static class Signatures
{
    private const string Name = "signature";

    public static string Sign(string secret, string payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload)));

    /// <summary>True when the request's last parameter signs everything before it.</summary>
    public static bool IsValid(string secret, Parameters parameters)
    {
        if (!TryCut(parameters.Query, out var query, out var given) & !TryCut(parameters.Body, out var body, out var givenInBody))
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Sign(secret, query + body));
        var actual = Encoding.ASCII.GetBytes((given ?? givenInBody)!.ToLowerInvariant());
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    // The signature signs what stands before it, so one that is not the last of its part is no signature.
    private static bool TryCut(string text, out string rest, out string? signature)
    {
        var start = text.LastIndexOf('&') + 1;
        var last = text.AsSpan(start);
        if (last.StartsWith(Name + "=", StringComparison.Ordinal))
        {
            signature = last[(Name.Length + 1)..].ToString();
            rest = start == 0 ? "" : text[..(start - 1)];
            return true;
        }

        signature = null;
        rest = text;
        return false;
    }
}
