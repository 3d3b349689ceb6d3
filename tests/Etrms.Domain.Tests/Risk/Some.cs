using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Ready-made values that a test changes where it matters.</summary>
internal static class Some
{
    public static InstrumentId Id(string symbol) => new(Exchange.Binance, symbol);

    public static Instrument Instrument(string symbol) => new()
    {
        Id = Id(symbol),
        BaseAsset = symbol.Replace("USDT", "", StringComparison.Ordinal),
        QuoteAsset = "USDT",
        TickSize = 0.1m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 1_000,
        MaxMarketQuantity = 100,
        MinNotional = 100,
    };
}
