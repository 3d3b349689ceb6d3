using System.Collections.Frozen;
using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Trading rules of the contracts that the paper venue can list: public facts of Binance USDⓈ-M, brackets of our own where none are recorded.</summary>
public static class InstrumentCatalogue
{
    private static readonly (int Leverage, decimal Cap, decimal Rate)[] Majors =
    [
        (125, 50_000, 0.004m), (100, 600_000, 0.005m), (75, 3_000_000, 0.0065m), (50, 12_000_000, 0.01m), (25, 70_000_000, 0.02m),
        (20, 100_000_000, 0.025m), (10, 230_000_000, 0.05m), (5, 480_000_000, 0.1m), (4, 600_000_000, 0.125m), (3, 800_000_000, 0.15m),
        (2, 1_200_000_000, 0.25m), (1, 1_800_000_000, 0.5m),
    ];

    private static readonly (int Leverage, decimal Cap, decimal Rate)[] Large =
    [
        (100, 20_000, 0.005m), (75, 100_000, 0.0065m), (50, 800_000, 0.01m), (25, 4_000_000, 0.02m), (20, 8_000_000, 0.025m),
        (10, 40_000_000, 0.05m), (5, 80_000_000, 0.1m), (4, 100_000_000, 0.125m), (2, 200_000_000, 0.25m), (1, 400_000_000, 0.5m),
    ];

    private static readonly (int Leverage, decimal Cap, decimal Rate)[] Middle =
    [
        (75, 10_000, 0.005m), (50, 50_000, 0.007m), (40, 750_000, 0.01m), (25, 800_000, 0.02m), (20, 1_600_000, 0.025m),
        (10, 8_000_000, 0.05m), (5, 16_000_000, 0.1m), (4, 20_000_000, 0.125m), (2, 40_000_000, 0.25m), (1, 80_000_000, 0.5m),
    ];

    private static readonly FrozenDictionary<string, Instrument> Known = new[]
    {
        Contract("BTC", (0.10m, 0.001m, 50), (1_000, 120), Majors),
        Contract("ETH", (0.01m, 0.001m, 20), (10_000, 2_000), Majors),
        Contract("SOL", (0.01m, 0.01m, 5), (1_000_000, 15_000), Large),
        Contract("BNB", (0.01m, 0.01m, 5), (100_000, 2_000), Large),
        Contract("XRP", (0.0001m, 0.1m, 5), (10_000_000, 2_000_000), Large),
        Contract("ADA", (0.0001m, 1, 5), (20_000_000, 3_000_000), Middle),
        Contract("LINK", (0.001m, 0.01m, 20), (1_000_000, 50_000), Middle),
        Contract("DOGE", (0.00001m, 1, 5), (50_000_000, 30_000_000), Middle),
        Contract("AVAX", (0.001m, 1, 5), (1_000_000, 50_000), Middle),
        Contract("LTC", (0.01m, 0.001m, 20), (10_000, 5_000), Middle),
        Contract("BCH", (0.01m, 0.001m, 20), (10_000, 1_000), Middle),
        Contract("DOT", (0.001m, 0.1m, 5), (1_000_000, 50_000), Middle),
        Contract("NEAR", (0.001m, 1, 5), (10_000_000, 200_000), Middle),
        Contract("UNI", (0.001m, 1, 5), (1_000_000, 50_000), Middle),
        Contract("ATOM", (0.001m, 0.01m, 5), (1_000_000, 50_000), Middle),
        Contract("APT", (0.001m, 0.1m, 5), (1_000_000, 50_000), Middle),
        Contract("ARB", (0.0001m, 0.1m, 5), (10_000_000, 500_000), Middle),
        Contract("OP", (0.0001m, 0.1m, 5), (10_000_000, 300_000), Middle),
        Contract("SUI", (0.0001m, 0.1m, 5), (10_000_000, 500_000), Middle),
        Contract("INJ", (0.001m, 0.1m, 5), (1_000_000, 20_000), Middle),
    }.ToFrozenDictionary(instrument => instrument.Id.Symbol, StringComparer.Ordinal);

    public static IEnumerable<string> Symbols => Known.Keys.Order(StringComparer.Ordinal);

    public static Instrument? Find(string symbol) => Known.GetValueOrDefault(symbol);

    private static Instrument Contract(
        string asset, (decimal Tick, decimal Step, decimal MinNotional) rules, (decimal Limit, decimal Market) most,
        (int Leverage, decimal Cap, decimal Rate)[] steps)
    {
        return new Instrument
        {
            Id = new InstrumentId(Exchange.Binance, asset + "USDT"),
            BaseAsset = asset,
            QuoteAsset = "USDT",
            TickSize = rules.Tick,
            StepSize = rules.Step,
            MinQuantity = rules.Step,
            MaxQuantity = most.Limit,
            MaxMarketQuantity = most.Market,
            MinNotional = rules.MinNotional,
            LiquidationFee = steps == Majors ? 0.0125m : 0.015m,
            Brackets = Brackets(steps),
        };
    }

    /// <summary>cum(n) = cum(n-1) + floor(n) x (rate(n) - rate(n-1)) keeps the maintenance margin continuous.</summary>
    private static ImmutableArray<LeverageBracket> Brackets((int Leverage, decimal Cap, decimal Rate)[] steps)
    {
        var brackets = ImmutableArray.CreateBuilder<LeverageBracket>(steps.Length);
        var (floor, amount, rate) = (0m, 0m, steps[0].Rate);
        foreach (var step in steps)
        {
            amount += floor * (step.Rate - rate);
            brackets.Add(new LeverageBracket(brackets.Count + 1, step.Leverage, floor, step.Cap, step.Rate, amount));
            (floor, rate) = (step.Cap, step.Rate);
        }

        return brackets.ToImmutable();
    }
}
