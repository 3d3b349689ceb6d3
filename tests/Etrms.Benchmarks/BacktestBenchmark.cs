using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Benchmarks;

/// <summary>
/// Candles per second: a moving-average cross over 5.5 years of hours, and a grid of 240 combinations over one year, each with its statistics.
/// The candles are a seeded random walk of a price near 30,000 with two decimals.
/// </summary>
internal sealed class BacktestBenchmark : IBenchmark
{
    private const int Hours = 48_192;
    private const int YearHours = 8_760;
    private const int Repeats = 15;
    private const double SingleRequired = 5e6;
    private const double GridRequired = 20e6;
    private const double GuardedGridRequired = 10e6;

    public string Name => "backtest";

    public string Description => "candles per second of one backtest with two breakers, and of a grid of 240 with and without";

    public Task<int> RunAsync(string[] arguments)
    {
        var candles = Walk(Hours);
        var year = candles.Slice(0, YearHours);
        var single = Best(() => Run(candles, 10, 30, Breakers), candles.Count);
        var bare = Best(() => Run(candles, 10, 30, []), candles.Count);
        var grid = Best(() => Grid(year, []), 240 * year.Count);
        var guarded = Best(() => Grid(year, Breakers), 240 * year.Count);
        Console.WriteLine($"one run, two breakers          {single / 1e6:0.00} million candles/s of one core (asked for {SingleRequired / 1e6:0})");
        Console.WriteLine($"one run, no breakers           {bare / 1e6:0.00} million candles/s of one core");
        Console.WriteLine($"grid of 240, no breakers       {grid * Environment.ProcessorCount / 1e6:0.00} million candles/s on {Environment.ProcessorCount} cores (asked for {GridRequired / 1e6:0})");
        Console.WriteLine($"grid of 240, two breakers      {guarded * Environment.ProcessorCount / 1e6:0.00} million candles/s on {Environment.ProcessorCount} cores (asked for {GuardedGridRequired / 1e6:0})");
        return Task.FromResult(single >= SingleRequired && grid * Environment.ProcessorCount >= GridRequired && guarded * Environment.ProcessorCount >= GuardedGridRequired ? 0 : 1);
    }

    /// <summary>Armed and known, and beyond what a run falls: they watch every candle and do not end the trading.</summary>
    private static ImmutableArray<CircuitBreaker> Breakers =>
    [
        Breaker(1, "MAX_DRAWDOWN", 1),
        Breaker(2, "CONSECUTIVE_LOSSES", 1_000),
    ];

    private static CircuitBreaker Breaker(int number, string type, decimal threshold) => new()
    {
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Name = type,
        Type = type,
        Threshold = threshold,
        Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.ClosePositions)])],
    };

    private static double Best(Action work, int candles)
    {
        var best = 0.0;
        for (var i = 0; i < Repeats; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Max(best, candles / (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }

        return best;
    }

    private static void Grid(CandleSeries candles, ImmutableArray<CircuitBreaker> breakers)
    {
        var combinations = from fast in Enumerable.Range(0, 12) from slow in Enumerable.Range(0, 20) select (Fast: 4 + (fast * 3), Slow: 40 + (slow * 6));
        Parallel.ForEach(combinations, each => Run(candles, each.Fast, each.Slow, breakers));
    }

    private static void Run(CandleSeries candles, int fast, int slow, ImmutableArray<CircuitBreaker> breakers)
    {
        var settings = new BacktestSettings { InitialCapital = 10_000, Breakers = breakers };
        var strategy = new MovingAverageCrossSettings(fast, slow, TradeDirection.LongShort);
        var run = new BacktestEngine(settings, [new BacktestMarket(Contract, candles)], _ => new MovingAverageCross(strategy)).Run();
        var report = PerformanceReport.Of(run, candles.Step);
        if (!run.IsComplete || report.ClosedTrades == 0)
        {
            throw new InvalidOperationException("The run did not trade.");
        }
    }

    private static Instrument Contract { get; } = new()
    {
        Id = new InstrumentId(Exchange.Binance, "BTCUSDT"),
        BaseAsset = "BTC",
        QuoteAsset = "USDT",
        TickSize = 0.01m,
        StepSize = 0.00000001m,
        MinQuantity = 0.00000001m,
        MaxQuantity = 1_000_000,
        MaxMarketQuantity = 1_000_000,
        MinNotional = 0,
    };

    private static CandleSeries Walk(int count)
    {
        var random = new Random(20_200_101);
        var builder = new CandleSeriesBuilder(Contract.Id, TimeSpan.FromHours(1));
        var (at, price) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), 30_000.0);
        for (var i = 0; i < count; i++, at = at.AddHours(1))
        {
            var close = price * Math.Exp((random.NextDouble() - 0.5) * 0.02);
            var (high, low) = (Math.Max(price, close) * 1.002, Math.Min(price, close) * 0.998);
            builder.Add(new Candle(at, Money(price), Money(high), Money(low), Money(close), 1));
            price = close;
        }

        return builder.Build();
    }

    private static decimal Money(double price) => Math.Round((decimal)price, 2);
}
