using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>
/// HMAC-SHA256 over the timestamp, a point and the body: "v1=" and lower-case hex. The timestamp is signed too, so that a recorded message does
/// not pass for a new one.
/// </summary>
internal static class WebhookSignature
{
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}.")));
        hmac.AppendData(body);
        return $"v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
