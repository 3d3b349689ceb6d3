using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>A run with every trade, the trips of its breaker, its equity day by day and its figures.</summary>
internal sealed class TradesCheck : IGoldenCheck
{
    /// <summary>The files round the equity of a day to five places.</summary>
    private const double HalfFifthPlace = 0.5e-5;

    private const long DayMs = 86_400_000;

    public bool Takes(GoldenFile file) => file.Has("trades") && file.Has("params");

    public void Run(GoldenFile file, Findings findings)
    {
        var candles = file.Window();
        ImmutableArray<CircuitBreaker> breakers = file.Root.TryGetProperty("breaker", out var terms) ? [GoldenProfile.Breaker(terms, candles.Step)] : [];
        var run = GoldenProfile.Run(file, candles, GoldenProfile.Strategy(file.Root.GetProperty("params")), breakers);
        CompareTrades(file, run, findings);
        CompareTrips(file, run, candles, findings);
        CompareDays(file, run, findings);
        CompareFigures(file.Root.GetProperty("metrics"), run, candles, findings);
    }

    private static void CompareTrades(GoldenFile file, BacktestRun run, Findings findings)
    {
        var expected = file.Root.GetProperty("trades");
        findings.Same("the number of trades", expected.GetArrayLength(), run.Trades.Length);
        foreach (var (trade, made, number) in expected.EnumerateArray().Zip(run.Trades).Select((pair, index) => (pair.First, pair.Second, index + 1)))
        {
            var name = $"trade {number}:";
            findings.Same($"{name} side", trade.GetProperty("side").GetString(), made.Side == TradeSide.Long ? "long" : "short");
            findings.Same($"{name} entry time", Time(trade, "entry_time_ms"), made.EntryAt.ToUnixTimeMilliseconds());
            findings.Same($"{name} exit time", Time(trade, "exit_time_ms"), made.ExitAt?.ToUnixTimeMilliseconds());
            Compare(findings, name, trade, "qty", made.Quantity);
            Compare(findings, name, trade, "entry_price", made.EntryPrice);
            Compare(findings, name, trade, "entry_fee", made.EntryFee);
            Compare(findings, name, trade, "exit_price", made.ExitPrice);
            Compare(findings, name, trade, "exit_fee", made.ExitFee);
            Compare(findings, name, trade, "pnl_gross", made.GrossPnl);
            Compare(findings, name, trade, "pnl_net", made.NetPnl);
            Compare(findings, name, trade, "size_fraction", made.SizeFraction);
            Compare(findings, name, trade, "sl", made.StopLoss);
            Compare(findings, name, trade, "tp", made.TakeProfit);
            if (trade.TryGetProperty("exit_reason", out var reason))
            {
                findings.Same($"{name} exit reason", reason.GetString(), Reason(made.ExitReason));
            }
        }
    }

    private static void CompareTrips(GoldenFile file, BacktestRun run, CandleSeries candles, Findings findings)
    {
        if (!file.Root.TryGetProperty("trips", out var trips) || trips.GetArrayLength() == 0)
        {
            return;
        }

        var made = run.BreakerEvents.Where(e => e.Kind == BreakerEventKind.Triggered).ToList();
        findings.Same("the number of trips", trips.GetArrayLength(), made.Count);
        foreach (var (trip, e) in trips.EnumerateArray().Zip(made))
        {
            findings.Same("the candle of a trip", trip.GetProperty("bar_open_ms").GetInt64(), (e.At - candles.Step).ToUnixTimeMilliseconds());
            findings.Number("the drawdown at a trip", trip.GetProperty("drawdown"), (double?)e.Value);
        }
    }

    private static void CompareDays(GoldenFile file, BacktestRun run, Findings findings)
    {
        if (!file.Root.TryGetProperty("equity_daily_last", out var days))
        {
            return;
        }

        var last = new Dictionary<long, double>();
        for (var i = 0; i < run.Equity.Count; i++)
        {
            last[run.Equity.Times[i] / DayMs * DayMs] = run.Equity.Values[i];
        }

        findings.Same("the number of days", days.GetArrayLength(), last.Count);
        foreach (var day in days.EnumerateArray())
        {
            var equity = day[1].GetDouble();
            findings.Number($"equity of day {day[0]}", equity, last[day[0].GetInt64()], Findings.Tolerance + (HalfFifthPlace / Math.Abs(equity)));
        }
    }

    private static void CompareFigures(JsonElement expected, BacktestRun run, CandleSeries candles, Findings findings)
    {
        var report = PerformanceReport.Of(run, candles.Step);
        var figures = GoldenFigures.Of(run, report);
        foreach (var figure in expected.EnumerateObject())
        {
            if (figure.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null && figures.TryGetValue(figure.Name, out var made))
            {
                findings.Number(figure.Name, figure.Value, made);
            }
            else if (figure.Value.ValueKind == JsonValueKind.Object)
            {
                CompareReasons(figure.Value, run, findings);
            }
            else
            {
                findings.Same(figure.Name, "a figure that is known here", "unknown");
            }
        }
    }

    private static void CompareReasons(JsonElement reasons, BacktestRun run, Findings findings)
    {
        foreach (var reason in reasons.EnumerateObject())
        {
            findings.Same($"exits by {reason.Name}", reason.Value.GetInt32(), run.Trades.Count(trade => Reason(trade.ExitReason) == reason.Name));
        }
    }

    private static void Compare(Findings findings, string trade, JsonElement expected, string name, decimal? made)
    {
        if (expected.TryGetProperty(name, out var value))
        {
            findings.Number($"{trade} {name}", value, (double?)made);
        }
    }

    private static long? Time(JsonElement trade, string name) =>
        trade.GetProperty(name) is { ValueKind: JsonValueKind.Number } time ? time.GetInt64() : null;

    private static string Reason(ExitReason reason) => reason switch
    {
        ExitReason.StopLoss => "stop_loss",
        ExitReason.TakeProfit => "take_profit",
        ExitReason.Open => "open",
        _ => "reverse",
    };
}
