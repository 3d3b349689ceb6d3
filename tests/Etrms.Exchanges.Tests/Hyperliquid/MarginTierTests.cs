using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Hyperliquid;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Trading rules and margin tables as the venue lists them.</summary>
public sealed class MarginTierTests
{
    private const string Meta =
        """
        {"universe":[
          {"name":"BTC","szDecimals":5,"maxLeverage":40,"marginTableId":56},
          {"name":"OLD","szDecimals":2,"maxLeverage":3,"marginTableId":3,"isDelisted":true},
          {"name":"kPEPE","szDecimals":0,"maxLeverage":10,"marginTableId":10,"onlyIsolated":true}],
         "marginTables":[[56,{"description":"tiered 40x","marginTiers":[{"lowerBound":"0.0","maxLeverage":40},{"lowerBound":"150000000.0","maxLeverage":20}]}]]}
        """;

    private const string Contexts =
        """[{"markPx":"100000.0","oraclePx":"100010.0"},{"markPx":"1.0"},{"markPx":"0.01"}]""";

    private static readonly ListedContract[] Listed = [.. HyperliquidInstruments.From(
        JsonSerializer.Deserialize(Meta, HyperliquidJson.Default.MetaMessage)!,
        JsonSerializer.Deserialize(Contexts, HyperliquidJson.Default.AssetContextMessageArray)!)];

    [Fact]
    public void Delisted_contracts_are_left_out_and_the_others_keep_their_numbers() =>
        Assert.Equal([("BTC", 0), ("kPEPE", 2)], Listed.Select(contract => (contract.Instrument.Id.Symbol, contract.Asset)));

    [Fact]
    public void A_contract_says_when_it_cannot_share_the_accounts_margin() =>
        Assert.Equal([false, true], Listed.Select(contract => contract.Instrument.OnlyIsolated));

    [Fact]
    public void Ticks_and_steps_follow_from_the_decimals_of_the_size()
    {
        var (btc, pepe) = (Listed[0].Instrument, Listed[1].Instrument);

        Assert.Equal((0.1m, 0.00001m, 5), (btc.TickSize, btc.StepSize, btc.SignificantFigures));
        Assert.Equal((0.000001m, 1m, 10m), (pepe.TickSize, pepe.StepSize, pepe.MinNotional));
        Assert.Equal(("USDC", 0m), (btc.QuoteAsset, btc.LiquidationFee));
    }

    [Fact]
    public void A_market_order_is_capped_by_value_and_a_limit_order_ten_times_higher()
    {
        Assert.Equal((300m, 3000m), (Listed[0].Instrument.MaxMarketQuantity, Listed[0].Instrument.MaxQuantity));
        Assert.Equal((200_000_000m, 2_000_000_000m), (Listed[1].Instrument.MaxMarketQuantity, Listed[1].Instrument.MaxQuantity));
    }

    [Fact]
    public void Maintenance_is_half_the_initial_margin_and_continuous_over_the_tiers()
    {
        var btc = Listed[0].Instrument;

        Assert.Equal([(0.0125m, 0m), (0.025m, 1_875_000m)], btc.Brackets.Select(tier => (tier.MaintenanceRate, tier.MaintenanceAmount)));
        Assert.Equal(1_875_000m, Margin.MaintenanceMargin(btc, 150_000_000m));
        Assert.Equal(Margin.MaintenanceMargin(btc, 149_999_999m) + 0.0125m, Margin.MaintenanceMargin(btc, 150_000_000m));
        Assert.Equal(20, btc.BracketFor(150_000_000m)!.MaxLeverage);
        Assert.Equal([(0.05m, 0m, 10)], Listed[1].Instrument.Brackets.Select(tier => (tier.MaintenanceRate, tier.MaintenanceAmount, tier.MaxLeverage)));
    }

    [Fact]
    public void Recorded_liquidation_prices_come_out_of_the_same_formula()
    {
        var vectors = Reference.Exchange("liquidation.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.GetProperty("venue").GetString() == "hyperliquid").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var price = LiquidationPrice(vector);

            if (vector.GetProperty("expectedLiquidationPx") is { ValueKind: JsonValueKind.String } expected)
            {
                // The venue computes from figures with more digits than it shows.
                Assert.NotNull(price);
                Assert.InRange(price.Value - Number(expected), -Tolerance(Number(expected)), Tolerance(Number(expected)));
            }
            else
            {
                Assert.Null(price);
            }
        });
    }

    /// <summary>
    /// The recordings tell what an account or a position is worth now, or what it was opened with; both are a wallet without profit at a price.
    /// </summary>
    private static decimal? LiquidationPrice(JsonElement vector) => vector.TryGetProperty("collateral", out var collateral)
        ? Price(Half(vector), Number(vector, "size") * (vector.GetProperty("side").GetString() == "long" ? 1 : -1), Number(vector, "entryPx"), Number(collateral), 0)
        : vector.TryGetProperty("marginUsed", out var margin)
            ? Price(Half(vector), Number(vector, "szi"), Number(vector, "positionValue") / Math.Abs(Number(vector, "szi")), Number(margin), 0)
            : CrossPrice(vector);

    private static decimal? CrossPrice(JsonElement vector)
    {
        var (rate, size, mark) = (Number(vector, "maintenanceMarginRate"), Number(vector, "szi"), Number(vector, "markPx"));
        var others = (Number(vector, "totalNtlPos") - (Math.Abs(size) * mark)) * rate;
        return Price(rate, size, mark, Number(vector, "accountValue"), others);
    }

    private static decimal? Price(decimal rate, decimal size, decimal price, decimal wallet, decimal otherMaintenance) => Margin.LiquidationPrice(
        Listed[0].Instrument with { Brackets = [new LeverageBracket(1, 1, 0, decimal.MaxValue, rate, 0)] }, size, price, wallet, otherMaintenance);

    private static decimal Tolerance(decimal price) => Math.Max(price * 0.0001m, 0.0005m);

    private static decimal Half(JsonElement vector) => 0.5m / vector.GetProperty("maxLeverage").GetInt32();

    private static decimal Number(JsonElement element, string name) => Number(element.GetProperty(name));

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
