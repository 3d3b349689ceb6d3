using System.Net;
using System.Text.Json;

namespace Etrms.Exchanges.Binance;

/// <summary>What an answer other than success means: refused for sure, or unknown (PROTOCOL A3 and A10, RISK 4.8).</summary>
internal static class BinanceFailures
{
    public const int NoSuchOrder = -2013;
    public const int CancelOfUnknownOrder = -2011;
    public const int NoMarginTypeChange = -4046;
    public const int NoPositionModeChange = -4059;
    public const int NoListenKey = -1125;
    public const int ClockDiffers = -1021;

    private const int DuplicateClientId = -4116;
    private const int QuantityNotPositive = -4003;
    private const int QuantityBelowMinimum = -4004;
    private const int NotionalBelowMinimum = -4164;

    public static ExchangeOutcome<T> From<T>(HttpStatusCode status, ReadOnlySpan<byte> body, TimeSpan? retryAfter)
    {
        var (code, message) = Read(body);
        return IsUnknown((int)status, code, message)
            ? new ExchangeOutcome<T>.Unknown($"HTTP {(int)status}, code {code}: {message}")
            : new ExchangeOutcome<T>.Rejected(new ExchangeRejection(code, message, ClassOf((int)status, code), retryAfter)
            {
                IsTooSmall = code is QuantityNotPositive or QuantityBelowMinimum or NotionalBelowMinimum,
            });
    }

    private static bool IsUnknown(int status, int code, string message) => (status, code) switch
    {
        (_, -1006 or -1007 or -1000) => true,
        // The first order with this id may be the one whose answer was lost: ask for it.
        (_, DuplicateClientId) => true,
        (408, _) => true,
        (503, _) => !IsSurelyFailed(code, message),
        _ => status >= 500,
    };

    /// <summary>Of the four kinds of 503 only "Unknown error" leaves the outcome open; an unrecognised text counts as that.</summary>
    private static bool IsSurelyFailed(int code, string message) =>
        code is -1008 or -1001
        || message.StartsWith("Service Unavailable", StringComparison.OrdinalIgnoreCase)
        || message.StartsWith("Internal error", StringComparison.OrdinalIgnoreCase);

    private static RejectionClass ClassOf(int status, int code) => (status, code) switch
    {
        (429 or 418, _) => RejectionClass.Throttled,
        (_, -1003 or -1015) => RejectionClass.Throttled,
        (_, -1001 or -1008 or -1016 or -2023 or -5024 or ClockDiffers) => RejectionClass.Retry,
        (_, -1002 or -1022 or -2014 or -2015 or -2017 or -4087 or -4088 or -4109 or -4192 or -4400 or -4401) => RejectionClass.Fatal,
        (401 or 403 or 451, _) => RejectionClass.Fatal,
        (503, _) => RejectionClass.Retry,
        _ => RejectionClass.Fixable,
    };

    private static (int Code, string Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, BinanceJson.Default.ErrorMessage);
            return (error?.Code ?? 0, error?.Message ?? "");
        }
        catch (JsonException)
        {
            // A firewall or balancer answered in its own words.
            return (0, System.Text.Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]));
        }
    }
}
