namespace Etrms.Domain.Market.History;

/// <summary>Finds the contract that a person means, who may write it as another venue does.</summary>
public static class SymbolMatch
{
    private const int MostSuggestions = 3;
    private const int SuggestionStart = 3;
    private static readonly string[] Quotes = ["USDT", "USDC", "USD"];

    /// <summary>The venue's own spelling first; else the same coin against dollars, so that BTCUSDT is BTC on Hyperliquid. Null when it lists neither.</summary>
    public static Instrument? Find(string text, IReadOnlyCollection<Instrument> listed)
    {
        if (listed.FirstOrDefault(instrument => instrument.Id.Symbol == text) is { } exact)
        {
            return exact;
        }

        var coin = CoinOf(text);
        return listed.Where(instrument => instrument.Underlying == coin && Quotes.Contains(instrument.QuoteAsset))
            .OrderBy(instrument => Array.IndexOf(Quotes, instrument.QuoteAsset)).ThenBy(instrument => instrument.Id.Symbol.Length)
            .ThenBy(instrument => instrument.Id.Symbol, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>Listed symbols that begin alike or differ in case alone, for "did you mean".</summary>
    public static IReadOnlyList<string> Suggest(string text, IReadOnlyCollection<Instrument> listed)
    {
        var start = text[..Math.Min(SuggestionStart, text.Length)];
        return
        [
            .. listed.Select(instrument => instrument.Id.Symbol)
                .Where(symbol => symbol.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .OrderBy(symbol => Math.Abs(symbol.Length - text.Length)).ThenBy(symbol => symbol, StringComparer.Ordinal).Take(MostSuggestions),
        ];
    }

    /// <summary>True for two spellings of the same coin against dollars, such as BTCUSDT and BTC.</summary>
    public static bool AreSameCoin(string one, string other) => one == other || CoinOf(one) == CoinOf(other);

    private static string CoinOf(string text)
    {
        var quote = Quotes.FirstOrDefault(quote => text.Length > quote.Length && text.EndsWith(quote, StringComparison.Ordinal));
        return quote is null ? text : text[..^quote.Length];
    }
}
