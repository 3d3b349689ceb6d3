using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>
/// The terms under which golden files were made: lots of 1e-8, no tick, no margin model, no slippage, no look at volumes, breakers that need no
/// qualification and know no hysteresis.
/// </summary>
internal static partial class GoldenProfile
{
    public static BacktestRun Run(GoldenFile file, CandleSeries candles, MovingAverageCrossSettings strategy, ImmutableArray<CircuitBreaker> breakers = default, int warmUp = 0) =>
        new BacktestEngine(
            new BacktestSettings
            {
                InitialCapital = file.Capital,
                Costs = Costs.Flat(file.Fee),
                Breakers = breakers.IsDefault ? [] : breakers,
                WarmUpBars = warmUp,
                IgnoresVolume = true,
            },
            [new BacktestMarket(ContractRules.Free(candles.Instrument), candles)],
            _ => new MovingAverageCross(strategy)).Run();

    public static MovingAverageCrossSettings Strategy(JsonElement parameters) => new(
        parameters.GetProperty("fast").GetInt32(),
        parameters.GetProperty("slow").GetInt32(),
        Direction(parameters.GetProperty("direction")),
        Optional(parameters, "stop_loss"),
        Optional(parameters, "take_profit"));

    public static TradeDirection Direction(JsonElement text) => text.GetString() == "long_short" ? TradeDirection.LongShort : TradeDirection.LongOnly;

    /// <summary>The breaker of a file as a breaker of ours.</summary>
    public static CircuitBreaker Breaker(JsonElement terms, TimeSpan step)
    {
        var resumeAfter = terms.GetProperty("resume_after_bars").GetInt32() * step;
        var action = terms.GetProperty("action").GetString()!;
        var scaling = Scaling().Match(action);
        return new CircuitBreaker
        {
            Id = new Guid("b0000000-0000-0000-0000-0000000000b1"),
            Name = action,
            Type = terms.GetProperty("type").GetString()!,
            Threshold = terms.GetProperty("threshold").GetDecimal(),
            Stages = [new Stage(1, [scaling.Success ? Scale(scaling) : new BreakerAction(BreakerActionKind.ClosePositions)])],
            Qualify = new Qualification(TimeSpan.Zero, 1),

            // Clear is what lies below the threshold and not on it: a count of losses that is one less, or any smaller drawdown that matters.
            ClearAt = 0.999m,
            Rearm = scaling.Success ? new Rearm(RearmMode.AutoRecover) { MaxAutoRearms = 100 }
                : resumeAfter > TimeSpan.Zero ? new Rearm(RearmMode.AutoTime) { After = resumeAfter, MaxAutoRearms = 100 }
                : new Rearm(RearmMode.Manual),
        };
    }

    /// <summary>A reduction in these files cuts the entries to come while the condition holds, not the position that is held.</summary>
    private static BreakerAction Scale(Match scaling) =>
        new(BreakerActionKind.ScaleNewRisk) { Factor = 1 - decimal.Parse(scaling.Groups[1].Value, CultureInfo.InvariantCulture) };

    private static decimal? Optional(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    [GeneratedRegex(@"^REDUCE_POSITION ([0-9.]+)$")]
    private static partial Regex Scaling();
}
