using System.Text.RegularExpressions;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Accounts;

/// <summary>What keys look like on each venue: a slip of the hand is told beside its field before any venue is asked.</summary>
internal static partial class KeyShape
{
    /// <summary>The request as it is stored: trimmed, addresses in lower case, an empty sub-account as none.</summary>
    public static CreateAccountRequest Tidy(CreateAccountRequest body)
    {
        var exchange = body.Exchange.GetValueOrDefault();
        return body with
        {
            ApiKey = Tidy(exchange, body.ApiKey),
            ApiSecret = Tidy(exchange, body.ApiSecret),
            TradesFor = string.IsNullOrWhiteSpace(body.TradesFor) ? null : Tidy(exchange, body.TradesFor),
        };
    }

    public static RotateKeyRequest Tidy(Exchange exchange, RotateKeyRequest body) =>
        body with { ApiKey = Tidy(exchange, body.ApiKey), ApiSecret = Tidy(exchange, body.ApiSecret) };

    /// <summary>A problem that names every field that cannot be right; null when a venue may be asked.</summary>
    public static ProblemHttpResult? Check(CreateAccountRequest body)
    {
        var exchange = body.Exchange.GetValueOrDefault();
        return Answer(KeyErrors(exchange, body.ApiKey, body.ApiSecret).Append(("trades_for", TradesForError(exchange, body))));
    }

    public static ProblemHttpResult? Check(Exchange exchange, RotateKeyRequest body) =>
        Answer(KeyErrors(exchange, body.ApiKey, body.ApiSecret));

    /// <summary>Hexadecimal digits mean the same in either case, and keys are often copied without their 0x.</summary>
    private static string Tidy(Exchange exchange, string text)
    {
        var trimmed = text.Trim();
        return exchange switch
        {
            Exchange.Binance => trimmed,
            Exchange.Hyperliquid => BareKey().IsMatch(trimmed) ? "0x" + trimmed.ToLowerInvariant() : trimmed.ToLowerInvariant(),
        };
    }

    private static (string Field, string? Reason)[] KeyErrors(Exchange exchange, string key, string secret) => exchange switch
    {
        Exchange.Binance => [("api_key", BinanceError(key, "API key")), ("api_secret", BinanceError(secret, "API secret"))],
        Exchange.Hyperliquid =>
        [
            ("api_key", AddressError(key, "The address of the main wallet")),
            ("api_secret", Key().IsMatch(secret) ? null : "The private key of an agent wallet is 0x and 64 hexadecimal digits."),
        ],
    };

    private static string? BinanceError(string text, string name) =>
        Letters().IsMatch(text) ? null : $"An {name} of Binance is made of letters and digits; this holds something else.";

    private static string? TradesForError(Exchange exchange, CreateAccountRequest body) => (exchange, body.TradesFor) switch
    {
        (_, null) => null,
        (Exchange.Binance, _) => "Binance keys act for their own account. Leave this empty.",
        (Exchange.Hyperliquid, var address) when address == body.ApiKey =>
            "This is the main wallet itself. Leave this empty to trade for it.",
        (Exchange.Hyperliquid, var address) => AddressError(address, "The address of a sub-account or vault"),
        _ => null,
    };

    private static string? AddressError(string text, string name) =>
        Address().IsMatch(text) ? null : $"{name} is 0x and 40 hexadecimal digits.";

    private static ProblemHttpResult? Answer(IEnumerable<(string Field, string? Reason)> found)
    {
        var errors = found.Where(error => error.Reason is not null).ToDictionary(error => error.Field, error => new[] { error.Reason! });
        return errors.Count == 0 ? null : Problems.Invalid(errors);
    }

    [GeneratedRegex(@"\A0x[0-9a-f]{40}\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A0x[0-9a-f]{64}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z|\A[0-9a-fA-F]{40}\z")]
    private static partial Regex BareKey();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex Letters();
}
