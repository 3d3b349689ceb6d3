namespace Etrms.Venue.Binance.Keys;

/// <summary>A text and the signature that came with it.</summary>
internal sealed record SignedText(string Text, string Signature)
{
    private const string Name = "signature";

    /// <summary>Query and body percent-encoded as they were sent, joined without a separator; the signature ends one of them.</summary>
    public static SignedText? OfRest(string query, string body)
    {
        var inQuery = Cut(query, out var restOfQuery);
        var inBody = Cut(body, out var restOfBody);
        return (inQuery ?? inBody) is { } signature ? new SignedText(restOfQuery + restOfBody, signature) : null;
    }

    /// <summary>On the WebSocket API every parameter is signed, in the order of the names and not encoded.</summary>
    public static SignedText? OfRequest(IReadOnlyDictionary<string, string> values)
    {
        var signed = values.Where(pair => pair.Key != Name).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return values.TryGetValue(Name, out var signature)
            ? new SignedText(string.Join('&', signed.Select(pair => $"{pair.Key}={pair.Value}")), signature)
            : null;
    }

    // The signature signs what stands before it, so one that is not the last of its part is no signature.
    private static string? Cut(string text, out string rest)
    {
        var start = text.LastIndexOf('&') + 1;
        if (!text.AsSpan(start).StartsWith(Name + "=", StringComparison.Ordinal))
        {
            rest = text;
            return null;
        }

        rest = start == 0 ? "" : text[..(start - 1)];
        return Uri.UnescapeDataString(text[(start + Name.Length + 1)..]);
    }
}
