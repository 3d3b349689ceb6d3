using Etrms.Domain.Analysis.Indicators.Catalog;
using Etrms.Domain.Assistant.Setups.Candlesticks;

namespace Etrms.Benchmarks;

/// <summary>
/// A set of 20 indicators over 50,000 candles, against TA-Lib's C code on the same candles where its library can be found, else against the
/// rate that it had; and what one more candle costs when every indicator and every candlestick pattern follows.
/// </summary>
internal sealed class IndicatorBenchmark : IBenchmark
{
    private const int Candles = 50_000;
    private const int Rounds = 60;
    private const int UpdateRounds = 5;

    /// <summary>What the runtime takes to compile the hot methods for good.</summary>
    private const double WarmUpSeconds = 2;

    /// <summary>Of TA-Lib 0.4 over this set, compiled by gcc 12 -O2, on the machine of docs/performance.md.</summary>
    private const double RecordedNanoseconds = 108;

    /// <summary>Microseconds for all indicators of a symbol at one more candle.</summary>
    private const double UpdateBound = 5;

    public string Name => "indicators";

    public string Description => "20 indicators over 50,000 candles against TA-Lib (its library in ETRMS_TALIB), and one more candle for all of them";

    public Task<int> RunAsync(string[] arguments)
    {
        var market = IndicatorMarket.Random(Candles);
        var theirs = TaLibSet.Load(market);
        var ours = IndicatorSet.Create(market);
        for (var spent = 0.0; spent < WarmUpSeconds;)
        {
            spent += Time(ours.Run);
        }

        var (best, rival) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            // Taking turns lets both suffer alike from whatever else the machine does.
            best = Math.Min(best, Time(ours.Run));
            rival = theirs is null ? rival : Math.Min(rival, Time(theirs.Run));
        }

        var reference = theirs is null ? RecordedNanoseconds : rival * 1e9 / Candles;
        var own = best * 1e9 / Candles;
        var perUpdate = Update(market);
        Console.WriteLine($"20 indicators        {own:N0} ns per candle, {ours.Values} values each ({own / ours.Values:0.0} ns per value); best of {Rounds}");
        Console.WriteLine($"TA-Lib               {reference:N0} ns per candle, {TaLibSet.Values} values each ({reference / TaLibSet.Values:0.0} ns per value){(theirs is null ? ", as recorded" : "")}");
        Console.WriteLine($"ratio                {own / reference:0.00} of its time for the set, {own / ours.Values / (reference / TaLibSet.Values):0.00} per value");
        Console.WriteLine($"one more candle      {perUpdate:0.00} µs for {IndicatorCatalog.All.Length} indicators and {CandlestickCatalog.All.Length} patterns");
        var passes = own / ours.Values <= reference / TaLibSet.Values && perUpdate <= UpdateBound;
        Console.WriteLine(passes ? $"PASS: not slower per value, and an update within {UpdateBound} µs" : $"FAIL: must not be slower per value, an update within {UpdateBound} µs");
        return Task.FromResult(passes ? 0 : 1);
    }

    /// <summary>Seconds that a core spent, so that other work on the machine does not decide.</summary>
    private static double Time(Action run)
    {
        var before = Environment.CpuUsage.TotalTime;
        run();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double Update(IndicatorMarket market)
    {
        var all = IndicatorCatalog.All.Select(entry => (Indicator: entry.Create(entry.Settle(new Dictionary<string, object>()).Settings!), Row: new double[entry.Outputs.Length]))
            .Append((new CandlestickScan(CandlestickCatalog.All), new double[CandlestickCatalog.All.Length]))
            .ToArray();
        var best = double.MaxValue;
        for (var round = 0; round < UpdateRounds; round++)
        {
            best = Math.Min(best, Time(() =>
            {
                for (var i = 0; i < Candles; i++)
                {
                    var bar = market[i];
                    foreach (var (indicator, row) in all)
                    {
                        indicator.Next(bar, row);
                    }
                }
            }));
        }

        return best * 1e6 / Candles;
    }
}
