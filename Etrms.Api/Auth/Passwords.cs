using System.Globalization;
using System.Security.Cryptography;

namespace Etrms.Api.Auth;

/// <summary>
/// PBKDF2-HMAC-SHA512 as "pbkdf2-sha512$iterations$salt$hash"; the cost travels with the hash, so that it can be raised later.
/// </summary>
internal static class Passwords
{
    /// <summary>OWASP's advice for PBKDF2-HMAC-SHA512.</summary>
    private const int Iterations = 210_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 64;
    private const string Algorithm = "pbkdf2-sha512";

    /// <summary>Checked when the user is unknown, so that the answer takes as long as for a known one.</summary>
    private static readonly string Nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltBytes)));

    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Derive(password, salt, Iterations);
        return string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Compares in constant time; a null hash costs the same and is never equal.</summary>
    public static bool Verify(string password, string? stored)
    {
        var parts = (stored ?? Nobody).Split('$');
        if (parts is not [Algorithm, var iterations, var salt, var hash])
        {
            throw new FormatException("A stored password hash is not in the form pbkdf2-sha512$iterations$salt$hash.");
        }

        var derived = Derive(password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(hash)) && stored is not null;
    }

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashBytes);
}
