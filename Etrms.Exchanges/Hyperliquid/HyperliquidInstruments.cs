using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Trading rules as the venue lists them. A contract's number is its place in the list; delisted ones keep theirs and are left out.</summary>
internal static class HyperliquidInstruments
{
    private const int PriceDecimals = 6;
    private const int Figures = 5;

    /// <summary>Tables below this number have one tier whose leverage is the number itself.</summary>
    private const int FirstRealTable = 50;

    /// <summary>A limit order may be so many times larger than a market order.</summary>
    private const int LimitToMarket = 10;

    private const decimal SmallestValue = 10;

    public static ImmutableArray<ListedContract> From(MetaMessage meta, AssetContextMessage[] contexts)
    {
        var tables = (meta.MarginTables ?? []).ToDictionary(
            row => row[0].GetInt32(), row => row[1].Deserialize(HyperliquidJson.Default.MarginTableMessage)!);
        return [.. meta.Universe
            .Select((row, index) => (Row: row, Index: index))
            .Where(listed => listed.Row.IsDelisted is not true)
            .Select(listed => new ListedContract(
                listed.Index,
                listed.Row.SzDecimals,
                ToInstrument(listed.Row, tables, contexts.ElementAtOrDefault(listed.Index)?.MarkPx)))];
    }

    private static Instrument ToInstrument(UniverseMessage row, Dictionary<int, MarginTableMessage> tables, decimal? mark)
    {
        var step = Fraction(row.SzDecimals);
        var market = mark is > 0 ? decimal.Floor(LargestValue(row.MaxLeverage) / mark.Value / step) * step : decimal.MaxValue / LimitToMarket;
        return new Instrument
        {
            Id = HyperliquidWords.Instrument(row.Name),
            BaseAsset = row.Name,
            QuoteAsset = HyperliquidWords.Collateral,
            TickSize = Fraction(PriceDecimals - row.SzDecimals),
            SignificantFigures = Figures,
            StepSize = step,
            MinQuantity = step,
            MaxQuantity = market * LimitToMarket,
            MaxMarketQuantity = market,
            MinNotional = SmallestValue,
            LiquidationFee = 0,
            OnlyIsolated = row.OnlyIsolated ?? false,
            Brackets = Brackets(TiersOf(row, tables)),
        };
    }

    private static MarginTierMessage[] TiersOf(UniverseMessage row, Dictionary<int, MarginTableMessage> tables) => row.MarginTableId switch
    {
        { } id when tables.TryGetValue(id, out var table) => table.MarginTiers,
        > 0 and < FirstRealTable and var leverage => [new(0, leverage)],
        _ => [new(0, row.MaxLeverage)],
    };

    /// <summary>
    /// Half the initial margin at the tier's highest leverage, less what keeps the margin continuous where tiers meet:
    /// deduction(n) = deduction(n-1) + lower bound(n) x (rate(n) - rate(n-1)).
    /// </summary>
    private static ImmutableArray<LeverageBracket> Brackets(MarginTierMessage[] tiers)
    {
        var sorted = tiers.OrderBy(tier => tier.LowerBound).ToArray();
        var brackets = ImmutableArray.CreateBuilder<LeverageBracket>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
        {
            var rate = 0.5m / sorted[i].MaxLeverage;
            var deduction = i == 0 ? 0 : brackets[i - 1].MaintenanceAmount + (sorted[i].LowerBound * (rate - brackets[i - 1].MaintenanceRate));
            var cap = i + 1 < sorted.Length ? sorted[i + 1].LowerBound : decimal.MaxValue;
            brackets.Add(new(i + 1, sorted[i].MaxLeverage, sorted[i].LowerBound, cap, rate, deduction));
        }

        return brackets.DrainToImmutable();
    }

    /// <summary>Largest market order in USD by the contract's highest leverage (contract specifications).</summary>
    private static decimal LargestValue(int maxLeverage) => maxLeverage switch
    {
        >= 25 => 30_000_000,
        >= 20 => 5_000_000,
        >= 10 => 2_000_000,
        _ => 500_000,
    };

    private static decimal Fraction(int decimals) => decimals >= 0 ? new decimal(1, 0, 0, isNegative: false, (byte)decimals) : 1;
}

/// <param name="Asset">The number that actions name the contract by.</param>
internal sealed record ListedContract(int Asset, int SizeDecimals, Instrument Instrument);
