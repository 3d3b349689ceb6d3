using System.Globalization;
using System.Net;
using System.Text.Json;
using Etrms.Venue.Binance.Keys;

namespace Etrms.Venue.Binance;

/// <summary>
/// The parameters of one call: of a REST call from the query string and a form body together, where a value in the query wins over the
/// body, or of a request on the WebSocket API. What was signed is kept as it was sent.
/// </summary>
internal sealed class Parameters
{
    private const NumberStyles PlainNumber = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Parameters(string query, string body)
    {
        Read(query, isQuery: true);
        Read(body, isQuery: false);
        Signed = SignedText.OfRest(query, body);
    }

    /// <param name="request">The params object of a request on the WebSocket API; an undefined one has none.</param>
    public Parameters(JsonElement request)
    {
        if (request.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in request.EnumerateObject())
            {
                _values[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null or JsonValueKind.Undefined => "",
                    JsonValueKind.String => property.Value.GetString()!,
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array => property.Value.GetRawText(),
                };
            }
        }

        Signed = SignedText.OfRequest(_values);
    }

    /// <summary>What the signature covers; null when the call brings none.</summary>
    public SignedText? Signed { get; }

    /// <summary>A value, or null when it was left out or sent empty.</summary>
    public string? Find(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Has(string name) => Find(name) is not null;

    public string Text(string name) => Find(name) ?? throw new BinanceException(BinanceErrors.Missing(name));

    public decimal? FindDecimal(string name) => Find(name) switch
    {
        null => null,
        { } text when decimal.TryParse(text, PlainNumber, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new BinanceException(BinanceErrors.Malformed(name)),
    };

    public decimal Decimal(string name) => FindDecimal(name) ?? throw new BinanceException(BinanceErrors.Missing(name));

    public long? FindLong(string name) => Find(name) switch
    {
        null => null,
        { } text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new BinanceException(BinanceErrors.Malformed(name)),
    };

    public long Long(string name) => FindLong(name) ?? throw new BinanceException(BinanceErrors.Missing(name));

    public bool? FindBool(string name) => Find(name) switch
    {
        null => null,
        { } text when bool.TryParse(text, out var value) => value,
        _ => throw new BinanceException(BinanceErrors.Malformed(name)),
    };

    public bool Bool(string name) => FindBool(name) ?? throw new BinanceException(BinanceErrors.Missing(name));

    /// <summary>An instant given in Unix milliseconds.</summary>
    public DateTimeOffset? FindInstant(string name)
    {
        var milliseconds = FindLong(name);
        if (milliseconds is null)
        {
            return null;
        }

        var last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return milliseconds is >= 0 && milliseconds <= last
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value)
            : throw new BinanceException(BinanceErrors.OutOfRange(name));
    }

    /// <summary>A page size between 1 and the largest allowed; larger ones are cut, as the exchange does.</summary>
    public int Limit(int standard, int largest)
    {
        var limit = FindLong("limit") ?? standard;
        return limit >= 1 ? (int)Math.Min(limit, largest) : throw new BinanceException(BinanceErrors.OutOfRange("limit"));
    }

    private void Read(string text, bool isQuery)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = WebUtility.UrlDecode(equals < 0 ? pair : pair[..equals]);
            if (!seen.Add(name))
            {
                throw new BinanceException(BinanceErrors.DuplicateParameter);
            }

            if (isQuery || !_values.ContainsKey(name))
            {
                _values[name] = equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..]);
            }
        }
    }
}
