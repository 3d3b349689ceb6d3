using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Benchmarks;

/// <summary>What the backtest benchmark runs on: a seeded random walk of a price near 30,000 with two decimals, a moving-average cross, two breakers.</summary>
internal static class BacktestScene
{
    /// <summary>Armed and known, and beyond what a run falls: they watch the whole run and do not end the trading.</summary>
    public static ImmutableArray<CircuitBreaker> Breakers { get; } = [Breaker(1, "MAX_DRAWDOWN", 1), Breaker(2, "CONSECUTIVE_LOSSES", 1_000)];

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

    public static BacktestRun Run(CandleSeries candles, int fast, int slow, ImmutableArray<CircuitBreaker> breakers)
    {
        var settings = new BacktestSettings { InitialCapital = 10_000, Breakers = breakers };
        var strategy = new MovingAverageCrossSettings(fast, slow, TradeDirection.LongShort);
        var run = new BacktestEngine(settings, [new BacktestMarket(Contract, candles)], _ => new MovingAverageCross(strategy)).Run();
        return run is { IsComplete: true, Trades.Length: > 1 } ? run : throw new InvalidOperationException("The run did not trade.");
    }

    /// <summary>Candles one after the other into columns, as they would come from a file; no list of candles exists.</summary>
    public static CandleSeries Walk(int count, TimeSpan step)
    {
        var random = new Random(20_200_101);
        var builder = new CandleSeriesBuilder(Contract.Id, step);
        var (at, price) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), 30_000.0);
        var width = 0.02 * Math.Sqrt(step.TotalHours);
        for (var i = 0; i < count; i++, at += step)
        {
            var close = price * Math.Exp((random.NextDouble() - 0.5) * width);
            var (high, low) = (Math.Max(price, close) * 1.002, Math.Min(price, close) * 0.998);
            builder.Add(new Candle(at, Money(price), Money(high), Money(low), Money(close), 1));
            price = close;
        }

        return builder.Build();
    }

    private static CircuitBreaker Breaker(int number, string type, decimal threshold) => new()
    {
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Name = type,
        Type = type,
        Threshold = threshold,
        Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.ClosePositions)])],
    };

    private static decimal Money(double price) => Math.Round((decimal)price, 2);
}
