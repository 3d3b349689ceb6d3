using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Windows of training and test, with the combination that training chose and what it made of the test.</summary>
internal sealed class WalkForwardCheck : IGoldenCheck
{
    public bool Takes(GoldenFile file) => file.Has("windows") && file.Has("grid");

    public void Run(GoldenFile file, Findings findings)
    {
        var candles = file.Candles();
        var windows = file.Root.GetProperty("windows").EnumerateArray().ToList();
        var request = RequestOf(file, candles, windows[0]);
        var work = new WindowWork(request, [new BacktestMarket(ContractRules.Free(candles.Instrument), candles)]);
        var (cold, warm) = (1.0, 1.0);
        foreach (var window in windows)
        {
            var slices = new WalkForwardWindow(Part(window, "train"), Part(window, "test"));
            var name = $"window {window.GetProperty("test_first_ms").GetInt64()}:";
            var best = work.Choose(slices) ?? throw new CommandFailedException($"{file.Path}: nothing could be chosen in {name}");
            var values = request.Grid[best.Combination];
            findings.Same($"{name} fast", window.GetProperty("best_fast").GetInt32(), (int)values[0]);
            findings.Same($"{name} slow", window.GetProperty("best_slow").GetInt32(), (int)values[1]);
            findings.Number($"{name} training", window.GetProperty("train_final_equity"), best.Figures!.FinalEquity);
            var coldEquity = (double)work.Test(slices, best.Combination, warm: false).Run().FinalEquity;
            var warmEquity = (double)work.Test(slices, best.Combination, warm: true).Run().FinalEquity;
            findings.Number($"{name} cold", window.GetProperty("test_final_equity_cold"), coldEquity);
            findings.Number($"{name} warm", window.GetProperty("test_final_equity_warm"), warmEquity);
            (cold, warm) = (cold * coldEquity / (double)file.Capital, warm * warmEquity / (double)file.Capital);
        }

        findings.Number("compounded cold", file.Root.GetProperty("compounded_cold"), cold * (double)file.Capital);
        findings.Number("compounded warm", file.Root.GetProperty("compounded_warm"), warm * (double)file.Capital);
    }

    private static TimeRange Part(JsonElement window, string name) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(window.GetProperty($"{name}_first_ms").GetInt64()),
        DateTimeOffset.FromUnixTimeMilliseconds(window.GetProperty($"{name}_last_ms").GetInt64() + 1));

    private static BacktestRequest RequestOf(GoldenFile file, CandleSeries candles, JsonElement window)
    {
        var (grid, terms) = (file.Root.GetProperty("grid"), new WalkForwardTerms
        {
            TrainBars = file.Root.GetProperty("train_bars").GetInt32(),
            TestBars = file.Root.GetProperty("test_bars").GetInt32(),
            StepBars = file.Root.GetProperty("step_bars").GetInt32(),
        });
        var (request, faults) = BacktestRequest.Create(
            new BacktestTerms
            {
                Type = BacktestType.WalkForward,
                Range = new TimeRange(Part(window, "train").Start, candles.OpenAt(candles.Count - 1)),
                Instruments = [candles.Instrument],
                Timeframe = Timeframe.Of(candles.Step),
                InitialCapital = file.Capital,
                Strategy = "moving_average_cross",
                StrategyParameters = ImmutableSortedDictionary<string, ParameterValue>.Empty.Add("direction", file.Root.GetProperty("direction").GetString()!),
                Costs = Costs.Flat(file.Fee),
                IgnoresVolume = true,
                Search = new SearchTerms { Objective = BacktestObjective.NetProfit, Ranges = [Values(grid, "fast"), Values(grid, "slow")] },
                WalkForward = terms,
            },
            StrategyCatalog.BuiltIn);
        return request ?? throw new CommandFailedException($"{file.Path}: {faults[0].Field}: {faults[0].Message}");
    }

    private static ParameterRange Values(JsonElement grid, string name) =>
        new(name, 0, 0, 0) { Values = [.. grid.GetProperty(name).EnumerateArray().Select(value => value.GetDecimal())] };
}
