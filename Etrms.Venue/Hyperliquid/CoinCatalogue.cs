using System.Collections.Immutable;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid;

/// <summary>A step of a coin's margin table.</summary>
/// <param name="LowerBound">Notional from which it holds, in USDC.</param>
internal readonly record struct MarginTier(decimal LowerBound, int MaxLeverage);

/// <summary>A coin that the paper Hyperliquid lists.</summary>
/// <param name="SizeDecimals">szDecimals of the wire.</param>
/// <param name="MarginTable">Number of its margin table; below 50 a table has one tier and its number is the leverage.</param>
internal sealed record Coin(string Name, int SizeDecimals, int MarginTable, ImmutableArray<MarginTier> Tiers)
{
    public int MaxLeverage => Tiers[0].MaxLeverage;
}

/// <summary>Hyperliquid's rules, and its coins over the contracts whose prices they follow.</summary>
internal static class CoinCatalogue
{
    private const int PriceAndSizeDecimals = 6;
    private const int SignificantFigures = 5;
    private const decimal NoCap = 1_000_000_000_000m;

    public static readonly ExchangeRules Rules = new()
    {
        MakerFee = 0.00015m,
        TakerFee = 0.00045m,
        Asset = "USDC",
        MaxOpenOrders = 1_000,
        MaxConditionalOrders = 1_000,
        FundsOnIndex = true,
        Orders = new OrderCustoms
        {
            ReductionsMayOverlap = true,
            SmallReductionsMustClose = true,
            ImmediateMustMatch = true,
            ImmediateMarginsAtTouch = true,
            SharesNumbers = true,
            TriggersNeedPosition = true,
            MarketTolerance = 0.1m,
        },
        Liquidations = new LiquidationCustoms { PartialAbove = 100_000, BackstopBelow = 2m / 3 },
    };

    /// <summary>In the order of the wire's universe; the index is the asset number.</summary>
    public static readonly ImmutableArray<Coin> Coins =
    [
        new("BTC", 5, 56, [new(0, 40), new(150_000_000, 20)]),
        new("ETH", 4, 55, [new(0, 25), new(100_000_000, 15)]),
        new("SOL", 2, 54, [new(0, 20), new(70_000_000, 10)]),
        new("BNB", 3, 51, [new(0, 10), new(3_000_000, 5)]),
        new("XRP", 0, 53, [new(0, 20), new(40_000_000, 10)]),
        new("ADA", 0, 52, [new(0, 10), new(20_000_000, 5)]),
        new("LINK", 1, 52, [new(0, 10), new(20_000_000, 5)]),
        new("DOGE", 0, 52, [new(0, 10), new(20_000_000, 5)]),
        new("AVAX", 2, 52, [new(0, 10), new(20_000_000, 5)]),
        new("LTC", 2, 10, [new(0, 10)]),
        new("BCH", 3, 10, [new(0, 10)]),
        new("DOT", 1, 10, [new(0, 10)]),
        new("NEAR", 1, 10, [new(0, 10)]),
        new("UNI", 1, 10, [new(0, 10)]),
        new("ATOM", 2, 5, [new(0, 5)]),
        new("APT", 2, 10, [new(0, 10)]),
        new("ARB", 1, 10, [new(0, 10)]),
        new("OP", 1, 10, [new(0, 10)]),
        new("SUI", 1, 10, [new(0, 10)]),
        new("INJ", 1, 10, [new(0, 10)]),
    ];

    /// <summary>The coins that have a contract to follow; they share its bars, its path and its funding.</summary>
    public static IEnumerable<ContractData> Follow(ImmutableArray<ContractData> contracts) =>
        from coin in Coins
        from contract in contracts
        where string.Equals(contract.Instrument.BaseAsset, coin.Name, StringComparison.Ordinal)
        select contract with
        {
            Instrument = InstrumentOf(coin),
            Leader = contract.Instrument,
            FundingInterval = TimeSpan.FromHours(1),
        };

    private static Instrument InstrumentOf(Coin coin)
    {
        var step = Unit(coin.SizeDecimals);
        return new Instrument
        {
            Id = new InstrumentId(Exchange.Hyperliquid, coin.Name),
            BaseAsset = coin.Name,
            QuoteAsset = "USDC",
            TickSize = Unit(PriceAndSizeDecimals - coin.SizeDecimals),
            SignificantFigures = SignificantFigures,
            StepSize = step,
            MinQuantity = step,
            MaxQuantity = NoCap,
            MaxMarketQuantity = NoCap,
            MinNotional = 10,
            PriceMultiplierUp = 1.8m,
            PriceMultiplierDown = 0.2m,
            LiquidationFee = 0,
            Brackets = Brackets(coin.Tiers),
        };
    }

    /// <summary>Maintenance is half of the initial margin at the tier's leverage; the deduction keeps it continuous.</summary>
    private static ImmutableArray<LeverageBracket> Brackets(ImmutableArray<MarginTier> tiers)
    {
        var brackets = ImmutableArray.CreateBuilder<LeverageBracket>(tiers.Length);
        var (deduction, former) = (0m, 0m);
        for (var i = 0; i < tiers.Length; i++)
        {
            var rate = 1m / (2 * tiers[i].MaxLeverage);
            deduction += i == 0 ? 0 : tiers[i].LowerBound * (rate - former);
            former = rate;
            var cap = i + 1 < tiers.Length ? tiers[i + 1].LowerBound : NoCap;
            brackets.Add(new LeverageBracket(i + 1, tiers[i].MaxLeverage, tiers[i].LowerBound, cap, rate, deduction));
        }

        return brackets.ToImmutable();
    }

    /// <summary>One unit of the last of so many decimals.</summary>
    private static decimal Unit(int decimals) => new(1, 0, 0, isNegative: false, (byte)decimals);
}
