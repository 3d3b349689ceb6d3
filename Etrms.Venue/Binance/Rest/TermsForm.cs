using System.Collections.Frozen;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Reads the rarer terms of an order: how long it stands, whose orders it may meet, where its price comes from.</summary>
internal static class TermsForm
{
    private const long LatestDate = 253_402_300_799_000;
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(600);

    private static readonly FrozenDictionary<string, TimeInForce> TimesInForce =
        Enum.GetValues<TimeInForce>().ToFrozenDictionary(WireNames.Of, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, SelfTradePrevention> SelfTradeModes =
        Enum.GetValues<SelfTradePrevention>().ToFrozenDictionary(WireNames.Of, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PriceMatch> PriceMatches =
        Enum.GetValues<PriceMatch>().ToFrozenDictionary(WireNames.Of, StringComparer.Ordinal);

    /// <param name="isLimit">Only such orders can take their price from the book.</param>
    /// <param name="now">The clock that the client sees.</param>
    public static OrderTerms Read(Parameters parameters, bool isLimit, DateTimeOffset now)
    {
        var timeInForce = parameters.Find("timeInForce");
        return new OrderTerms
        {
            SelfTrade = SelfTradeOf(parameters),
            PriceMatch = MatchOf(parameters, isLimit),
            GoodTillAt = timeInForce == "GTD" ? GoodTillOf(parameters, now) : null,
            IsForRetail = timeInForce == "RPI",
            PriceProtect = parameters.FindBool("priceProtect") ?? false,
        };
    }

    /// <summary>GTD is GTC with an end, RPI is post-only, GTE_GTC is what a close-position order answers.</summary>
    public static TimeInForce TimeInForceOf(Parameters parameters, bool isRequired)
    {
        var text = isRequired ? parameters.Text("timeInForce") : parameters.Find("timeInForce") ?? "GTC";
        return text switch
        {
            "GTD" or "GTE_GTC" => TimeInForce.GoodTillCancel,
            "RPI" => TimeInForce.GoodTillCrossing,
            _ when TimesInForce.TryGetValue(text, out var timeInForce) => timeInForce,
            _ => throw new BinanceException(BinanceErrors.BadTimeInForce),
        };
    }

    public static PriceMatch MatchOf(Parameters parameters, bool isLimit)
    {
        var match = parameters.Find("priceMatch") switch
        {
            null => PriceMatch.None,
            { } text when PriceMatches.TryGetValue(text, out var known) => known,
            _ => throw new BinanceException(BinanceErrors.BadPriceMatch),
        };
        if (match != PriceMatch.None && !isLimit)
        {
            throw new BinanceException(BinanceErrors.PriceMatchNeedsLimit);
        }

        return match != PriceMatch.None && parameters.Has("price")
            ? throw new BinanceException(BinanceErrors.NotRequired("price"))
            : match;
    }

    private static SelfTradePrevention SelfTradeOf(Parameters parameters) => parameters.Find("selfTradePreventionMode") switch
    {
        null => SelfTradePrevention.ExpireMaker,
        { } text when SelfTradeModes.TryGetValue(text, out var mode) => mode,
        _ => throw new BinanceException(BinanceErrors.BadSelfTradePrevention),
    };

    // Only whole seconds count.
    private static DateTimeOffset GoodTillOf(Parameters parameters, DateTimeOffset now)
    {
        var date = parameters.Long("goodTillDate");
        return date > (now + ShortestLife).ToUnixTimeMilliseconds() && date < LatestDate
            ? DateTimeOffset.FromUnixTimeSeconds(date / 1_000)
            : throw new BinanceException(BinanceErrors.BadGoodTillDate);
    }
}
