using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Market.History;

public sealed class SymbolMatchTests
{
    private static readonly Instrument[] Binance = [Listed(Exchange.Binance, "BTCUSDC", "BTC", "USDC"), Listed(Exchange.Binance, "BTCUSDT", "BTC", "USDT"), Listed(Exchange.Binance, "ETHBTC", "ETH", "BTC")];
    private static readonly Instrument[] Hyperliquid = [Listed(Exchange.Hyperliquid, "BTC", "BTC", "USDC"), Listed(Exchange.Hyperliquid, "kPEPE", "kPEPE", "USDC")];

    [Theory]
    [InlineData("BTCUSDC", "BTCUSDC")]
    [InlineData("BTC", "BTCUSDT")]
    [InlineData("BTCUSD", "BTCUSDT")]
    [InlineData("ETHBTC", "ETHBTC")]
    [InlineData("ETH", null)]
    [InlineData("btcusdt", null)]
    [InlineData("USDT", null)]
    public void On_Binance_a_coin_means_its_contract_in_dollars(string text, string? symbol) =>
        Assert.Equal(symbol, SymbolMatch.Find(text, Binance)?.Id.Symbol);

    [Theory]
    [InlineData("BTC", "BTC")]
    [InlineData("BTCUSDT", "BTC")]
    [InlineData("kPEPE", "kPEPE")]
    [InlineData("SOLUSDT", null)]
    public void On_Hyperliquid_a_pair_means_its_coin(string text, string? symbol) =>
        Assert.Equal(symbol, SymbolMatch.Find(text, Hyperliquid)?.Id.Symbol);

    [Fact]
    public void Suggestions_begin_like_what_was_written()
    {
        Assert.Equal(["BTCUSDC", "BTCUSDT"], SymbolMatch.Suggest("btcusdt", Binance));
        Assert.Equal(["kPEPE"], SymbolMatch.Suggest("KPEPEUSDT", Hyperliquid));
        Assert.Empty(SymbolMatch.Suggest("XRPUSDT", Binance));
    }

    private static Instrument Listed(Exchange exchange, string symbol, string coin, string quote) => new()
    {
        Id = new InstrumentId(exchange, symbol),
        BaseAsset = coin,
        QuoteAsset = quote,
        TickSize = 0.1m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 1000,
        MaxMarketQuantity = 100,
        MinNotional = 5,
    };
}
