using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>A strategy that is written where it is needed.</summary>
internal sealed class Scripted(Action<StrategyBar> act) : IStrategy
{
    public void OnBar(StrategyBar bar) => act(bar);

    /// <summary>Places orders at the close of one candle.</summary>
    public static Scripted At(int index, params BarOrder[] orders) => new(bar =>
    {
        if (bar.Index == index)
        {
            Array.ForEach(orders, bar.Place);
        }
    });
}

/// <summary>A handful of hourly candles, a script, and what comes out.</summary>
internal sealed record Scene
{
    public static DateTimeOffset Start { get; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TimeSpan Hour { get; } = TimeSpan.FromHours(1);

    public BacktestSettings Settings { get; init; } = new() { InitialCapital = 10_000, Costs = Costs.Flat(0), KeepsOrders = true };

    /// <summary>Fine lots and ticks, no smallest order, no margin table.</summary>
    public static Instrument Contract(string symbol = "SOLUSDT") => new()
    {
        Id = new InstrumentId(Exchange.Binance, symbol),
        BaseAsset = symbol,
        QuoteAsset = "USDT",
        TickSize = 0.0001m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 1_000_000,
        MaxMarketQuantity = 1_000_000,
        MinNotional = 0,
    };

    /// <summary>The same with one margin rate for every size: 1 %.</summary>
    public static Instrument Margined(int maxLeverage = 100, decimal rate = 0.01m) =>
        Contract() with { Brackets = [new LeverageBracket(1, maxLeverage, 0, decimal.MaxValue, rate, 0)] };

    public static CandleSeries Candles(params (decimal Open, decimal High, decimal Low, decimal Close)[] bars) => Candles(Contract().Id, Start, bars);

    public static CandleSeries Candles(InstrumentId id, DateTimeOffset start, params (decimal Open, decimal High, decimal Low, decimal Close)[] bars)
    {
        var builder = new CandleSeriesBuilder(id, Hour);
        foreach (var bar in bars)
        {
            builder.Add(new Candle(start.AddHours(builder.Count), bar.Open, bar.High, bar.Low, bar.Close, 1));
        }

        return builder.Build();
    }

    /// <summary>Candles that stay at a price each.</summary>
    public static CandleSeries Still(params decimal[] prices) => Candles([.. prices.Select(price => (price, price, price, price))]);

    /// <summary>A seeded walk near 100 with wicks, four decimals.</summary>
    public static CandleSeries Walk(int count, int seed, InstrumentId? id = null, DateTimeOffset? start = null)
    {
        var random = new Random(seed);
        var price = 100.0;
        return Candles(id ?? Contract().Id, start ?? Start, [.. Enumerable.Range(0, count).Select(_ => Step())]);

        (decimal, decimal, decimal, decimal) Step()
        {
            var open = price;
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.03);
            return (Money(open), Money(Math.Max(open, price) * 1.004), Money(Math.Min(open, price) * 0.996), Money(price));
        }
    }

    public BacktestRun Play(CandleSeries candles, IStrategy strategy) => Play(new BacktestMarket(Contract(), candles), strategy);

    public BacktestRun Play(BacktestMarket market, IStrategy strategy) => new BacktestEngine(Settings, [market], _ => strategy).Run();

    public BacktestRun Play(CandleSeries candles, Action<StrategyBar> act) => Play(candles, new Scripted(act));

    public static BarOrder Buy(decimal quantity, BarOrderKind kind = BarOrderKind.Market, decimal? limit = null, decimal? trigger = null) =>
        new() { Side = OrderSide.Buy, Kind = kind, Size = OrderSize.Units(quantity), Limit = limit, Trigger = trigger };

    public static BarOrder Sell(decimal quantity, BarOrderKind kind = BarOrderKind.Market, decimal? limit = null, decimal? trigger = null) =>
        Buy(quantity, kind, limit, trigger) with { Side = OrderSide.Sell };

    /// <summary>Closes everything at a drawdown, at the first sight of it.</summary>
    public static CircuitBreaker DrawdownBreaker(decimal threshold, Rearm? rearm = null) => Breaker("MAX_DRAWDOWN", threshold, rearm);

    public static CircuitBreaker Breaker(string type, decimal threshold, Rearm? rearm = null, params BreakerAction[] actions) => new()
    {
        Id = new Guid("a0000000-0000-0000-0000-000000000001"),
        Name = type,
        Type = type,
        Threshold = threshold,
        Stages = [new Stage(1, actions.Length > 0 ? [.. actions] : [new BreakerAction(BreakerActionKind.ClosePositions)])],
        Qualify = new Qualification(TimeSpan.Zero, 1),
        ClearAt = 0.999m,
        Rearm = rearm ?? new Rearm(RearmMode.Manual),
    };

    public Scene With(params CircuitBreaker[] breakers) => this with { Settings = Settings with { Breakers = [.. breakers] } };

    private static decimal Money(double price) => Math.Round((decimal)price, 4);
}
