using System.Text.Json;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>One order over a handful of candles each: at which of them it fills, and at what price.</summary>
internal sealed class FillsCheck : IGoldenCheck
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly InstrumentId Contract = new(Exchange.Binance, "MICROUSDT");

    public bool Takes(GoldenFile file) => file.Root.ValueKind == JsonValueKind.Array && file.Root[0].TryGetProperty("bars", out _);

    public void Run(GoldenFile file, Findings findings)
    {
        foreach (var scene in file.Root.EnumerateArray())
        {
            var name = scene.GetProperty("id").GetString()!;
            var expected = scene.GetProperty("backtesting_py");
            var made = Play(scene);
            findings.Same($"{name}: trades", expected.GetArrayLength(), made.Trades.Length);
            foreach (var (fill, trade) in expected.EnumerateArray().Zip(made.Trades))
            {
                findings.Same($"{name}: candle of the entry", fill.GetProperty("entry_bar").GetInt32(), BarOf(trade.EntryAt));
                findings.Number($"{name}: entry", fill.GetProperty("entry"), (double)trade.EntryPrice);
                findings.Same($"{name}: candle of the exit", Number(fill, "exit_bar"), (double?)(trade.ExitAt is { } at ? BarOf(at) : null));
                findings.Number($"{name}: exit", Number(fill, "exit"), (double?)trade.ExitPrice);
            }
        }
    }

    private static BacktestRun Play(JsonElement scene)
    {
        var candles = new CandleSeriesBuilder(Contract, TimeSpan.FromHours(1));
        foreach (var bar in scene.GetProperty("bars").EnumerateArray())
        {
            candles.Add(new Candle(Start.AddHours(candles.Count), bar[0].GetDecimal(), bar[1].GetDecimal(), bar[2].GetDecimal(), bar[3].GetDecimal(), 1));
        }

        var settings = new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0) };
        var placing = new PlaceOnce(scene.GetProperty("placed_at_close_of_bar").GetInt32(), OrderOf(scene.GetProperty("order")));
        return new BacktestEngine(settings, [new BacktestMarket(ContractRules.Free(Contract), candles.Build())], _ => placing).Run();
    }

    private static BarOrder OrderOf(JsonElement order) => new()
    {
        Side = order.GetProperty("side").GetInt32() > 0 ? OrderSide.Buy : OrderSide.Sell,
        Kind = order.GetProperty("kind").GetString() switch
        {
            "market" => BarOrderKind.Market,
            "limit" => BarOrderKind.Limit,
            "stop" => BarOrderKind.Stop,
            "stoplimit" => BarOrderKind.StopLimit,
            var kind => throw new CommandFailedException($"An order of kind {kind} is not known."),
        },
        Size = OrderSize.Units(1),
        Limit = (decimal?)Number(order, "limit"),
        Trigger = (decimal?)Number(order, "stop"),
        Protection = new Bracket((decimal?)Number(order, "sl"), (decimal?)Number(order, "tp")),
    };

    private static int BarOf(DateTimeOffset at) => (int)(at - Start).TotalHours;

    private static double? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private sealed class PlaceOnce(int bar, BarOrder order) : IStrategy
    {
        public void OnBar(StrategyBar now)
        {
            if (now.Index == bar)
            {
                now.Place(order);
            }
        }
    }
}
