using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Ready-made values that a test changes where it matters.</summary>
internal static class Some
{
    public static InstrumentId Id(string symbol) => new(Exchange.Binance, symbol);

    public static Instrument Instrument(string symbol) => new()
    {
        Id = Id(symbol),
        BaseAsset = symbol.Replace("USDT", "", StringComparison.Ordinal),
        QuoteAsset = "USDT",
        TickSize = 0.1m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 1_000,
        MaxMarketQuantity = 100,
        MinNotional = 100,
    };

    /// <summary>Hours with these closes, the last of them just over; each reaches from the close before it to its own.</summary>
    public static ImmutableArray<Candle> Hours(DateTimeOffset now, params decimal[] closes)
    {
        var end = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        return
        [
            .. closes.Select((close, i) =>
            {
                var open = closes[Math.Max(i - 1, 0)];
                return new Candle(end.AddHours(i - closes.Length), open, Math.Max(open, close), Math.Min(open, close), close, 1);
            }),
        ];
    }

    /// <summary>Prices that wander by about one percent an hour, the same ones for the same seed; the last is the one given.</summary>
    public static decimal[] Wander(int hours, decimal last, int seed, double size = 0.01)
    {
        var moves = new Random(seed);
        var closes = new decimal[hours];
        closes[^1] = last;
        for (var i = hours - 2; i >= 0; i--)
        {
            var move = size * (moves.NextDouble() + moves.NextDouble() + moves.NextDouble() - 1.5);
            closes[i] = decimal.Round(closes[i + 1] * (decimal)Math.Exp(-move), 4);
        }

        return closes;
    }

    public static CircuitBreaker Drawdown(decimal threshold, params BreakerActionKind[] actions) => Breaker("MAX_DRAWDOWN", threshold, actions);

    /// <summary>A breaker with one stage at its threshold; closes everything unless told otherwise.</summary>
    public static CircuitBreaker Breaker(string type, decimal threshold, params BreakerActionKind[] actions) => new()
    {
        Id = new Guid("00000000-0000-0000-0000-0000000000b1"),
        Name = "Guard",
        Type = type,
        Threshold = threshold,
        Stages = [new Stage(1, [.. (actions.Length == 0 ? [BreakerActionKind.ClosePositions] : actions).Select(Action)])],
    };

    /// <summary>A breaker that only tells, at once, and is clear again by itself.</summary>
    public static CircuitBreaker Watch(string type, decimal threshold) =>
        Breaker(type, threshold, BreakerActionKind.Notify) with { Qualify = new(TimeSpan.Zero, 1) };

    public static Order Stop(string symbol, decimal quantity, decimal trigger, string id = "s1", OrderType type = OrderType.StopMarket) => new()
    {
        OrderId = id,
        ClientOrderId = id,
        Instrument = Id(symbol),
        Side = quantity > 0 ? OrderSide.Sell : OrderSide.Buy,
        Type = type,
        Status = OrderStatus.New,
        Quantity = Math.Abs(quantity),
        TriggerPrice = trigger,
        ReduceOnly = true,
        IsConditional = true,
    };

    public static Order Limit(string symbol, decimal quantity, decimal price, string id) => new()
    {
        OrderId = id,
        ClientOrderId = id,
        Instrument = Id(symbol),
        Side = quantity > 0 ? OrderSide.Buy : OrderSide.Sell,
        Type = OrderType.Limit,
        Status = OrderStatus.New,
        Quantity = Math.Abs(quantity),
        Price = price,
    };

    /// <summary>A contract with the first steps of a margin table: 0.4 % up to 50,000, then 0.5 %.</summary>
    public static Instrument Margined(string symbol) => Instrument(symbol) with
    {
        Brackets = [new(1, 125, 0, 50_000, 0.004m, 0), new(2, 100, 50_000, 10_000_000, 0.005m, 50)],
    };

    public static CircuitBreaker With(this CircuitBreaker breaker, string setting, string value) =>
        breaker with { Settings = breaker.Settings.SetItem(setting, value) };

    public static BreakerAction Action(BreakerActionKind kind) =>
        new(kind) { ReduceBy = kind == BreakerActionKind.ReducePosition ? 0.5m : null };

    public static ImmutableArray<Stage> Stages(params (decimal At, BreakerActionKind Kind)[] stages) =>
        [.. stages.Select(stage => new Stage(stage.At, [Action(stage.Kind)]))];
}
