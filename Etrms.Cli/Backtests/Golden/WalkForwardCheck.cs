using System.Text.Json;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Windows of training and test, with the combination that training chose and what it made of the test.</summary>
internal sealed class WalkForwardCheck : IGoldenCheck
{
    /// <summary>What the files call warm: this many candles before the window more than the slow average needs.</summary>
    private const int WarmBars = 201;

    public bool Takes(GoldenFile file) => file.Has("windows") && file.Has("grid");

    public void Run(GoldenFile file, Findings findings)
    {
        var direction = GoldenProfile.Direction(file.Root.GetProperty("direction"));
        var candles = file.Candles();
        var (cold, warm) = (1.0, 1.0);
        foreach (var window in file.Root.GetProperty("windows").EnumerateArray())
        {
            var train = Part(candles, window, "train");
            var (best, equity) = Choose(file, train, direction);
            var name = $"window {window.GetProperty("test_first_ms").GetInt64()}:";
            findings.Same($"{name} fast", window.GetProperty("best_fast").GetInt32(), best.Fast);
            findings.Same($"{name} slow", window.GetProperty("best_slow").GetInt32(), best.Slow);
            findings.Number($"{name} training", window.GetProperty("train_final_equity"), equity);
            var test = Part(candles, window, "test");
            var first = candles.IndexAt(test.OpenAt(0));
            var warmUp = Math.Min(first, best.Slow + WarmBars);
            var coldEquity = (double)GoldenProfile.Run(file, test, best).FinalEquity;
            var warmEquity = (double)GoldenProfile.Run(file, candles.Slice(first - warmUp, warmUp + test.Count), best, warmUp: warmUp).FinalEquity;
            findings.Number($"{name} cold", window.GetProperty("test_final_equity_cold"), coldEquity);
            findings.Number($"{name} warm", window.GetProperty("test_final_equity_warm"), warmEquity);
            (cold, warm) = (cold * coldEquity / (double)file.Capital, warm * warmEquity / (double)file.Capital);
        }

        findings.Number("compounded cold", file.Root.GetProperty("compounded_cold"), cold * (double)file.Capital);
        findings.Number("compounded warm", file.Root.GetProperty("compounded_warm"), warm * (double)file.Capital);
    }

    private static CandleSeries Part(CandleSeries candles, JsonElement window, string name) => candles.Between(
        DateTimeOffset.FromUnixTimeMilliseconds(window.GetProperty($"{name}_first_ms").GetInt64()),
        DateTimeOffset.FromUnixTimeMilliseconds(window.GetProperty($"{name}_last_ms").GetInt64() + 1));

    /// <summary>The first of the best in grid order, fast outside and slow inside.</summary>
    private static (MovingAverageCrossSettings Best, double Equity) Choose(GoldenFile file, CandleSeries train, TradeDirection direction)
    {
        var grid = file.Root.GetProperty("grid");
        var tried = from fast in grid.GetProperty("fast").EnumerateArray()
                    from slow in grid.GetProperty("slow").EnumerateArray()
                    let settings = new MovingAverageCrossSettings(fast.GetInt32(), slow.GetInt32(), direction)
                    select (settings, (double)GoldenProfile.Run(file, train, settings).FinalEquity);
        return tried.MaxBy(each => each.Item2);
    }
}
