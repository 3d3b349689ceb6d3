using System.Text.Json;

namespace Etrms.Venue.Binance.Rest;

/// <summary>
/// What clients ask of the exchange's other services on their way to the futures: the coins, what a key may do, and the markets of spot,
/// margin and coin-margined contracts, of which the venue has none.
/// </summary>
internal static class WalletEndpoints
{
    public static void MapWallet(this RouteTable routes)
    {
        routes.Add("GET", "/sapi/v1/account/apiRestrictions", Access.Signed, 1, KeyRestrictions);
        routes.Add("GET", "/sapi/v1/capital/config/getall", Access.Signed, 10, Coins);
        routes.Add("GET", "/sapi/v1/system/status", Access.Public, 1, SystemStatus);
        routes.Add("GET", "/sapi/v1/margin/allPairs", Access.ApiKey, 1, Nothing);
        routes.Add("GET", "/sapi/v1/margin/isolated/allPairs", Access.ApiKey, 1, Nothing);
        routes.Add("GET", "/api/v3/exchangeInfo", Access.Public, 20, NoMarkets);
        routes.Add("GET", "/dapi/v1/exchangeInfo", Access.Public, 1, NoMarkets);
    }

    private static Task<Answer> KeyRestrictions(BinanceCall call) => Task.FromResult(Answer.Object(writer =>
    {
        writer.WriteBoolean("ipRestrict", false);
        writer.Instant("createTime", call.Account.CreatedAt);
        writer.WriteBoolean("enableReading", true);
        writer.WriteBoolean("enableFutures", true);
        writer.WriteBoolean("enableWithdrawals", call.Account.CanWithdraw);
        writer.WriteBoolean("enableInternalTransfer", false);
        writer.WriteBoolean("enableMargin", false);
        writer.WriteBoolean("enableSpotAndMarginTrading", false);
        writer.WriteBoolean("enableVanillaOptions", false);
        writer.WriteBoolean("permitsUniversalTransfer", false);
    }));

    // Margin lies in the futures account, so the wallet itself holds nothing.
    private static Task<Answer> Coins(BinanceCall call)
    {
        var coins = call.Service<Listing>().Instruments.SelectMany(instrument => (string[])[instrument.QuoteAsset, instrument.BaseAsset]);
        return Task.FromResult(Answer.Array(coins.Distinct(StringComparer.Ordinal), WriteCoin));
    }

    private static void WriteCoin(Utf8JsonWriter writer, string coin)
    {
        writer.WriteStartObject();
        writer.WriteString("coin", coin);
        writer.WriteString("name", coin);
        foreach (var name in (ReadOnlySpan<string>)["depositAllEnable", "withdrawAllEnable", "isLegalMoney", "trading"])
        {
            writer.WriteBoolean(name, false);
        }

        foreach (var name in (ReadOnlySpan<string>)["free", "locked", "freeze", "withdrawing", "ipoing", "ipoable", "storage"])
        {
            writer.WriteString(name, "0");
        }

        writer.WriteStartArray("networkList");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Task<Answer> SystemStatus(BinanceCall call) => Task.FromResult(Answer.Object(writer =>
    {
        writer.WriteNumber("status", 0);
        writer.WriteString("msg", "normal");
    }));

    private static Task<Answer> Nothing(BinanceCall call) => Task.FromResult(Answer.Array<string>([], (_, _) => { }));

    private static Task<Answer> NoMarkets(BinanceCall call) => Task.FromResult(Answer.Object(writer =>
    {
        writer.WriteString("timezone", "UTC");
        writer.Instant("serverTime", call.Now);
        foreach (var name in (ReadOnlySpan<string>)["rateLimits", "exchangeFilters", "symbols"])
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
        }
    }));
}
