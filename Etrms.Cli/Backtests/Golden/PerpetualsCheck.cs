using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Liquidation prices, margin tables and funding of perpetual contracts.</summary>
internal sealed class PerpetualsCheck : IGoldenCheck
{
    private const string DataFolder = "data/binance-usdm";

    private static readonly InstrumentId Bitcoin = new(Exchange.Binance, "BTCUSDT");

    public bool Takes(GoldenFile file) => file.Has("funding_runs") || file.Has("liquidation");

    public void Run(GoldenFile file, Findings findings)
    {
        foreach (var scene in file.Root.GetProperty("liquidation").GetProperty("cases").EnumerateArray())
        {
            CompareLiquidation(scene, findings);
        }

        foreach (var symbol in file.Root.GetProperty("leverage_tiers").GetProperty("tiers").EnumerateObject())
        {
            CompareTable(symbol, findings);
        }

        foreach (var run in file.Root.GetProperty("funding_runs").EnumerateObject())
        {
            CompareFunding(file, run, findings);
        }
    }

    private static void CompareLiquidation(JsonElement scene, Findings findings)
    {
        var inputs = scene.GetProperty("inputs");
        var own = inputs.TryGetProperty("position", out var position) ? position : inputs;
        var quantity = Number(own, "q") * (inputs.GetProperty("side").GetString() == "long" ? 1 : -1);
        var entry = Number(own, "entry");
        var (maintenance, pnl) = (0m, 0m);
        if (inputs.TryGetProperty("other_positions", out var others))
        {
            foreach (var other in others.EnumerateArray())
            {
                var notional = Number(other, "q") * Number(other, "mark");
                maintenance += (notional * Number(other, "mmr")) - Number(other, "cum");
                pnl += Number(other, "q") * (Number(other, "mark") - Number(other, "entry"));
            }
        }

        var wallet = inputs.TryGetProperty("wallet_balance", out var balance) ? balance.GetDecimal() : Math.Abs(quantity) * entry / Number(inputs, "leverage");
        var bracket = new LeverageBracket(1, 125, 0, decimal.MaxValue, Number(own, "mmr"), Number(own, "cum"));
        var made = Margin.LiquidationPrice(ContractRules.Free(Bitcoin) with { Brackets = [bracket] }, quantity, entry, wallet, maintenance, pnl);
        findings.Number(scene.GetProperty("id").GetString()!, scene.GetProperty("formula_value"), (double?)made);
    }

    private static void CompareTable(JsonProperty symbol, Findings findings)
    {
        ImmutableArray<LeverageBracket> brackets =
        [
            .. symbol.Value.EnumerateArray().Select((tier, index) => new LeverageBracket(
                index + 1, (int)Number(tier, "max_leverage"), Number(tier, "min_notional"), Number(tier, "max_notional"), Number(tier, "mmr"), Number(tier, "cum"))),
        ];
        var instrument = ContractRules.Free(new InstrumentId(Exchange.Binance, symbol.Name)) with { Brackets = brackets };
        foreach (var (lower, upper) in brackets.Zip(brackets.Skip(1)))
        {
            var below = (upper.NotionalFloor * lower.MaintenanceRate) - lower.MaintenanceAmount;
            findings.Number($"{symbol.Name}: margin at {upper.NotionalFloor}", (double)below, (double?)Margin.MaintenanceMargin(instrument, upper.NotionalFloor));
        }
    }

    /// <summary>Holds one position from a candle to another; of times inside candles, the later entry and the earlier exit.</summary>
    private static void CompareFunding(GoldenFile file, JsonProperty run, Findings findings)
    {
        var terms = run.Value;
        var candles = file.Candles($"{DataFolder}/BTCUSDT-1h.csv.gz");
        var (open, close) = (Time(terms, "open_ms"), Time(terms, "close_ms"));
        var part = candles.Between(open - (2 * candles.Step), close + (2 * candles.Step));
        var market = new BacktestMarket(ContractRules.Free(Bitcoin), part)
        {
            Marks = file.Candles($"{DataFolder}/BTCUSDT-mark-1h.csv.gz"),
            Funding = [.. CandleFile.ReadFunding(Path.Combine(file.DataFolder, $"{DataFolder}/BTCUSDT-funding.csv.gz"))],
        };
        var settings = new BacktestSettings { InitialCapital = 10_000_000, Costs = Costs.Flat(0) };
        var made = new BacktestEngine(settings, [market], _ => new HoldBetween(open, close, candles.Step, Number(terms, "quantity"))).Run();
        var trade = made.Trades.SingleOrDefault();
        findings.Number($"{run.Name}: funding", terms.GetProperty("total"), (double?)trade?.Funding ?? 0);
    }

    private static decimal Number(JsonElement from, string name) => from.GetProperty(name).GetDecimal();

    private static DateTimeOffset Time(JsonElement from, string name) => DateTimeOffset.FromUnixTimeMilliseconds(from.GetProperty(name).GetInt64());

    private sealed class HoldBetween(DateTimeOffset open, DateTimeOffset close, TimeSpan step, decimal quantity) : IStrategy
    {
        private bool _isPlaced;

        public void OnBar(StrategyBar bar)
        {
            if (!_isPlaced && bar.ClosedAt >= open)
            {
                _isPlaced = true;
                bar.Place(new BarOrder { Side = OrderSide.Buy, Size = OrderSize.Units(quantity) });
            }
            else if (bar.ClosedAt + step > close)
            {
                bar.Exit();
            }
        }
    }
}
