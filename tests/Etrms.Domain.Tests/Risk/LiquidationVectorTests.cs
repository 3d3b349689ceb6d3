using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Liquidation prices, margin tables and funding that venues and others recorded, from the reference folder; skipped without it.</summary>
public sealed class LiquidationVectorTests
{
    private const decimal Tolerance = 0.0000001m;

    [Fact]
    public void Hyperliquids_recorded_liquidation_prices_come_out_of_the_one_formula()
    {
        var vectors = ReferenceFile.ReadFrom("exchange", "liquidation.json").At("vectors").EnumerateArray()
            .Where(vector => vector.GetProperty("venue").GetString() == "hyperliquid").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var price = HyperliquidPrice(vector);
            var formula = Number(vector, "formulaGives");

            // The formula may name a price that no market has.
            Assert.Equal(formula > 0, price is not null);
            Assert.True(price is null || Math.Abs(price.Value - formula) <= Tolerance * formula + Tolerance);
        });
    }

    [Fact]
    public void The_perpetuals_vectors_give_the_same_liquidation_prices()
    {
        var cases = ReferenceFile.ReadFrom("backtest", "perpetuals.json").At("liquidation", "cases").EnumerateArray().ToList();

        Assert.NotEmpty(cases);
        Assert.All(cases, vector =>
        {
            var inputs = vector.At("inputs");
            var position = inputs.TryGetProperty("position", out var held) ? held : inputs;
            var others = inputs.TryGetProperty("other_positions", out var list) ? list.EnumerateArray().ToList() : [];
            var (quantity, entry) = (Number(position, "q"), Number(position, "entry"));
            var wallet = inputs.TryGetProperty("wallet_balance", out _) ? Number(inputs, "wallet_balance") : quantity * entry / Number(inputs, "leverage");
            var signed = inputs.GetProperty("side").GetString() == "long" ? quantity : -quantity;

            var price = Margin.LiquidationPrice(
                With(Number(position, "mmr"), Number(position, "cum")), signed, entry, wallet,
                others.Sum(other => (Number(other, "q") * Number(other, "mark") * Number(other, "mmr")) - Number(other, "cum")),
                others.Sum(other => Number(other, "q") * (Number(other, "mark") - Number(other, "entry"))));

            Assert.Equal(Number(vector, "formula_value"), price!.Value, 8);
        });
    }

    [Fact]
    public void The_margin_tables_are_continuous_and_give_the_amounts_of_the_vectors()
    {
        var tables = ReferenceFile.ReadFrom("backtest", "perpetuals.json").At("leverage_tiers", "tiers");

        Assert.All(tables.EnumerateObject(), table =>
        {
            var rows = table.Value.EnumerateArray().ToList();
            var contract = Some.Instrument(table.Name) with
            {
                Brackets = [.. rows.Select((row, i) => new LeverageBracket(
                    i + 1, (int)Number(row, "max_leverage"), Number(row, "min_notional"), Number(row, "max_notional"), Number(row, "mmr"), Number(row, "cum")))],
            };
            Assert.All(rows, row =>
            {
                var middle = (Number(row, "min_notional") + Number(row, "max_notional")) / 2;
                Assert.Equal((middle * Number(row, "mmr")) - Number(row, "cum"), Margin.MaintenanceMargin(contract, middle));
            });
            Assert.All(rows.Skip(1), row => Assert.Equal(
                Margin.MaintenanceMargin(contract, Number(row, "min_notional") - 0.0001m)!.Value,
                Margin.MaintenanceMargin(contract, Number(row, "min_notional") + 0.0001m)!.Value, 2));
        });
    }

    [Fact]
    public void A_short_earns_what_the_vectors_say()
    {
        foreach (var row in ReferenceFile.ReadFrom("backtest", "perpetuals.json").At("funding_vectors").EnumerateArray())
        {
            if (row.GetProperty("mark").ValueKind == JsonValueKind.Number)
            {
                var once = new FundingForecast(Number(row, "rate"), default, TimeSpan.FromDays(1));
                Assert.Equal(-Number(row, "short_receives"), once.CostPerDay(-Number(row, "size") * Number(row, "mark")));
            }
        }
    }

    /// <summary>Maintenance is half of the initial margin at the highest leverage, or as the recording names it.</summary>
    private static decimal? HyperliquidPrice(JsonElement vector)
    {
        var rate = vector.TryGetProperty("maintenanceMarginRate", out _) ? Number(vector, "maintenanceMarginRate") : 1 / (2 * Number(vector, "maxLeverage"));
        var contract = With(rate, 0);
        if (vector.TryGetProperty("collateral", out _))
        {
            var size = vector.GetProperty("side").GetString() == "long" ? Number(vector, "size") : -Number(vector, "size");
            return Margin.LiquidationPrice(contract, size, Number(vector, "entryPx"), Number(vector, "collateral"));
        }

        var signed = Number(vector, "szi");
        if (vector.TryGetProperty("marginUsed", out _))
        {
            // The margin is told with open profit: measured from the mark there is none.
            return Margin.LiquidationPrice(contract, signed, Number(vector, "positionValue") / Math.Abs(signed), Number(vector, "marginUsed"));
        }

        var (mark, entry) = (Number(vector, "markPx"), Number(vector, "entryPx"));
        return Margin.LiquidationPrice(
            contract, signed, entry, Number(vector, "accountValue") - (signed * (mark - entry)),
            (Number(vector, "totalNtlPos") - (Math.Abs(signed) * mark)) * rate);
    }

    private static Instrument With(decimal rate, decimal amount) =>
        Some.Instrument("ETHUSDT") with { Brackets = ImmutableArray.Create(new LeverageBracket(1, 1, 0, decimal.MaxValue, rate, amount)) };

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } text
        ? decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : decimal.Parse(element.GetProperty(name).GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
