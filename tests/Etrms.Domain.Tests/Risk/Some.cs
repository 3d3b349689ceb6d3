using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

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

    public static CircuitBreaker With(this CircuitBreaker breaker, string setting, string value) =>
        breaker with { Settings = breaker.Settings.SetItem(setting, value) };

    public static BreakerAction Action(BreakerActionKind kind) =>
        new(kind) { ReduceBy = kind == BreakerActionKind.ReducePosition ? 0.5m : null };

    public static ImmutableArray<Stage> Stages(params (decimal At, BreakerActionKind Kind)[] stages) =>
        [.. stages.Select(stage => new Stage(stage.At, [Action(stage.Kind)]))];
}
