using System.Text.Json;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>What a client subscribed to.</summary>
/// <param name="Key">The same for the same wish, however it was spelled.</param>
/// <param name="Request">The wish as it came, for the echo and for reading its terms again.</param>
internal sealed record Subscription(string Type, string Key, JsonElement Request)
{
    private static readonly string[] CoinTypes = ["l2Book", "trades", "bbo", "activeAssetCtx", "candle"];

    private static readonly string[] UserTypes =
    [
        "notification", "webData2", "webData3", "clearinghouseState", "spotState", "openOrders", "orderUpdates", "userEvents", "userFills",
        "userFundings", "userNonFundingLedgerUpdates", "userTwapSliceFills", "userTwapHistory", "twapStates",
    ];

    /// <summary>Null when the venue has no such stream.</summary>
    public static Subscription? Read(JsonElement request, CoinListing coins)
    {
        var type = request.FindText("type");
        if (type is null || Terms(type, request, coins) is not { } terms)
        {
            return null;
        }

        return new Subscription(type, KeyOf(type, terms), request);
    }

    public static string KeyOf(string type, params ReadOnlySpan<string> terms) => $"hyperliquid@{string.Join(':', [type, .. terms])}";

    /// <summary>{"channel":"subscriptionResponse",…}: the wish comes back, with the terms of a book that were left out as null.</summary>
    public void WriteEcho(Utf8JsonWriter writer, string method)
    {
        writer.WriteString("channel", "subscriptionResponse");
        writer.WriteStartObject("data");
        writer.WriteString("method", method);
        writer.WriteStartObject("subscription");
        foreach (var property in Request.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        if (Type == "l2Book")
        {
            WriteIfAbsent(writer, "nSigFigs");
            WriteIfAbsent(writer, "mantissa");
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string[]? Terms(string type, JsonElement request, CoinListing coins)
    {
        if (type == "allMids")
        {
            return [];
        }

        if (type == "activeAssetData")
        {
            return coins.TryFind(request.Text("coin"), out var held) ? [request.Address("user").ToLowerInvariant(), held.Name] : null;
        }

        if (UserTypes.Contains(type, StringComparer.Ordinal))
        {
            return [request.Address("user").ToLowerInvariant()];
        }

        if (!CoinTypes.Contains(type, StringComparer.Ordinal) || !coins.TryFind(request.Text("coin"), out var coin))
        {
            return null;
        }

        return type switch
        {
            "candle" => CandleInterval.TryParse(request.Text("interval"), out var interval) ? [coin.Name, interval.Code] : null,
            "l2Book" => [coin.Name, $"{request.FindWhole("nSigFigs")}", $"{request.FindWhole("mantissa")}"],
            _ => [coin.Name],
        };
    }

    private void WriteIfAbsent(Utf8JsonWriter writer, string name)
    {
        if (!Request.TryGetProperty(name, out _))
        {
            writer.WriteNull(name);
        }
    }
}
