using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>Trading rules as the venue lists them. Rules differ between environments and change: they are always read, never assumed.</summary>
internal static class BinanceInstruments
{
    /// <summary>Listed symbols that do not trade yet hold placeholders; they are left out and do not spoil the list.</summary>
    public static ImmutableArray<Instrument> From(ExchangeInfoMessage info, IReadOnlyCollection<SymbolBracketsMessage> brackets)
    {
        var tables = brackets.ToDictionary(row => row.Symbol, row => ToBrackets(row.Brackets));
        return [.. info.Symbols
            .Where(symbol => symbol.Status == "TRADING")
            .Select(symbol => ToInstrument(symbol, tables.GetValueOrDefault(symbol.Symbol, [])))
            .OfType<Instrument>()];
    }

    private static Instrument? ToInstrument(SymbolMessage symbol, ImmutableArray<LeverageBracket> brackets)
    {
        SymbolFilterMessage? Filter(string type) => Array.Find(symbol.Filters, filter => filter.FilterType == type);

        var lot = Filter("LOT_SIZE");
        var price = Filter("PRICE_FILTER");
        if (price?.TickSize is not > 0 || lot?.StepSize is not > 0)
        {
            return null;
        }

        var collar = Filter("PERCENT_PRICE");
        var instrument = new Instrument
        {
            Id = BinanceWords.Instrument(symbol.Symbol),
            BaseAsset = symbol.BaseAsset,
            QuoteAsset = symbol.QuoteAsset,
            TickSize = price.TickSize.Value,
            StepSize = lot.StepSize.Value,
            MinQuantity = lot.MinQty ?? lot.StepSize.Value,
            MaxQuantity = lot.MaxQty ?? decimal.MaxValue,
            MaxMarketQuantity = Filter("MARKET_LOT_SIZE")?.MaxQty ?? lot.MaxQty ?? decimal.MaxValue,
            MinNotional = Filter("MIN_NOTIONAL")?.Notional ?? 0,
            Brackets = brackets,
        };
        return instrument with
        {
            LiquidationFee = symbol.LiquidationFee ?? instrument.LiquidationFee,
            PriceMultiplierUp = collar?.MultiplierUp ?? instrument.PriceMultiplierUp,
            PriceMultiplierDown = collar?.MultiplierDown ?? instrument.PriceMultiplierDown,
        };
    }

    private static ImmutableArray<LeverageBracket> ToBrackets(BracketMessage[] rows) =>
        [.. rows.OrderBy(row => row.NotionalFloor).Select(row => new LeverageBracket(
            row.Bracket, row.InitialLeverage, row.NotionalFloor, row.NotionalCap, row.MaintMarginRatio, row.Cum))];
}
