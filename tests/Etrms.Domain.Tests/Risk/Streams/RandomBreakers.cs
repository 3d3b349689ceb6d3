using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Draws sound breakers of every condition, with stages, scopes, every way of re-arming and every policy.</summary>
internal static class RandomBreakers
{
    private static readonly ImmutableArray<Func<Dice, CircuitBreaker>> Kinds =
    [
        dice => Of("MAX_DRAWDOWN", dice.Between(0.01m, 0.1m), ("mode", dice.Of("TRAILING_INTRADAY", "TRAILING_EOD", "STATIC")), ("window", dice.Of("LIFETIME", "EPISODE"))),
        dice => Of("MAX_DRAWDOWN", dice.Between(0.01m, 0.1m), ("window", "ROLLING"), ("rolling_days", "1")),
        dice => Of("PNL", dice.Between(0.01m, 0.1m), ("window", dice.Of("DAY", "WEEK", "MONTH", "ROLLING", "POSITION")), ("side", dice.Of("LOSS", "LOSS", "PROFIT"))),
        dice => Of("PNL", dice.Below(500) + 50, ("unit", "QUOTE"), ("include_unrealised", dice.Of("true", "false"))),
        dice => Of("TRAILING_STOP", dice.Between(0.005m, 0.05m), ("activate_at", dice.Of("0", "0.01"))),
        dice => Of("TRAILING_STOP", dice.Between(0.5m, 2), ("unit", dice.Of("R", "ATR"))),
        dice => Of("MAX_POSITION_SIZE", dice.Between(0.5m, 3)),
        dice => Of("MAX_POSITION_SIZE", (dice.Below(20) + 5) * 1_000, ("unit", "QUOTE")),
        dice => Of("CONSECUTIVE_LOSSES", dice.Below(3) + 1, ("reset_daily", dice.Of("true", "false"))),
        dice => Of("TIME_BASED", 1, ("windows", "FRI 12:00 1m; 0 3 * * SAT 9h")),
        dice => Of("TIME_BASED", dice.Below(60) + 5, ("measure", "POSITION_AGE")),
        dice => Of("TIME_BASED", 1, ("measure", "BEFORE_FUNDING")),
        dice => Of("VOLATILITY", 1.5m, ("short_minutes", "1"), ("long_minutes", "20")),
        dice => Of("LEVERAGE", dice.Between(1, 4)),
        dice => Of("MARGIN_RATIO", dice.Between(0.01m, 0.1m)),
        dice => Of("LIQUIDATION_DISTANCE", dice.Between(0.1m, 0.9m), ("of", dice.Of("POSITION", "JOINT"))),
        dice => Of("EXPOSURE", dice.Between(0.5m, 3), ("side", dice.Of("GROSS", "NET", "LONG", "SHORT")), ("by", dice.Of("BOOK", "UNDERLYING"))),
        dice => Of("CONCENTRATION", dice.Between(0.5m, 0.9m), ("measure", dice.Of("HHI", "LARGEST"))),
        dice => Of("CORRELATED_EXPOSURE", dice.Between(0.5m, 3)),
        dice => Of("BETA_EXPOSURE", dice.Between(0.5m, 3)),
        dice => Of("VAR", dice.Between(0.01m, 0.1m), ("horizon_hours", "1")),
        dice => Of("ES", dice.Between(0.01m, 0.1m), ("confidence", "0.975"), ("horizon_hours", "1")),
        dice => Of("FUNDING_COST", 0.001m),
        dice => Of("LIQUIDITY", dice.Between(0.001m, 0.01m), ("measure", dice.Of("COST", "DEPTH"))),
        dice => Of("ORDER_RATE", dice.Below(4) + 1, ("counts", dice.Of("ORDERS", "REFUSALS"))),
        dice => Of("TRADE_COUNT", dice.Below(4) + 1),
        dice => Of("UNPROTECTED_POSITION", dice.Below(20) + 1),
        dice => Of("STOP_NOT_FILLED", dice.Below(5) + 1),
        dice => Of("STALE_DATA", dice.Below(20) + 4, ("feed", dice.Of("MARK", "USER_STREAM", "ACCOUNT_CHECK"))),
        dice => Of("DISCONNECTED", dice.Below(60) + 6),
        dice => Of("RECONCILE_MISMATCH", dice.Below(20) + 1),
        dice => Of("REGIME", 0.9m),
        dice => Of("BEHAVIOUR", 0.9m),
        dice => Of("MANUAL", 1),
    ];

    /// <summary>A few breakers, each sound.</summary>
    public static ImmutableArray<CircuitBreaker> Draw(Dice dice, int most = 7) =>
        [.. Enumerable.Range(1, dice.Below(most - 2) + 3).Select(number => Sound(dice, number))];

    /// <summary>Tighter here, looser there.</summary>
    public static CircuitBreaker Changed(CircuitBreaker breaker, int revision, Dice dice)
    {
        for (; ; )
        {
            var next = Vary(breaker, dice) with { Revision = revision };
            next = dice.Chance(40) ? Vary(next, dice) : next;
            if (BreakerValidation.Validate(next).IsEmpty)
            {
                return next;
            }
        }
    }

    private static CircuitBreaker Vary(CircuitBreaker breaker, Dice dice) => dice.Below(12) switch
    {
        0 or 1 or 2 => breaker with { Threshold = Whole(breaker.Threshold * dice.Of(0.5m, 0.8m, 1.25m, 2m), breaker.Threshold) },
        3 or 4 => breaker with { Stages = Stages(dice, breaker.Type) },
        5 => breaker with { Mode = dice.Of(BreakerMode.Off, BreakerMode.Observe, BreakerMode.Armed) },
        6 => breaker with { Qualify = Qualify(dice) },
        7 => breaker with { Rearm = Rearming(dice) },
        8 => breaker with { Cooldown = dice.Seconds(10) },
        9 => breaker with { UnknownPolicy = dice.Of(Enum.GetValues<UnknownPolicy>()) },
        10 => breaker with { Enforcement = dice.Of(Enum.GetValues<Enforcement>()) },
        _ => breaker with { ActScope = ScopeOf(dice) },
    };

    private static decimal Whole(decimal changed, decimal before) => before == Math.Floor(before) ? Math.Max(1, Math.Ceiling(changed)) : decimal.Round(changed, 6);

    private static CircuitBreaker Sound(Dice dice, int number)
    {
        for (; ; )
        {
            var kind = Kinds[dice.Below(Kinds.Length)](dice);
            var scope = ScopeOf(dice);
            var breaker = kind with
            {
                Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 7]),
                Name = $"Guard {number}",
                Mode = dice.Chance(90) ? BreakerMode.Armed : dice.Of(BreakerMode.Off, BreakerMode.Observe),
                Stages = Stages(dice, kind.Type),
                MeasureScope = scope,
                ActScope = dice.Chance(70) ? scope : ScopeOf(dice),
                Qualify = Qualify(dice),
                Rearm = Rearming(dice),
                Cooldown = dice.Chance(70) ? TimeSpan.Zero : dice.Seconds(10),
                UnknownPolicy = dice.Of(Enum.GetValues<UnknownPolicy>()),
                Enforcement = dice.Of(Enum.GetValues<Enforcement>()),
                Priority = dice.Below(3),
            };
            if (BreakerValidation.Validate(breaker).IsEmpty)
            {
                return breaker;
            }
        }
    }

    private static CircuitBreaker Of(string type, decimal threshold, params (string Name, string Value)[] settings) => new()
    {
        Id = Guid.Empty,
        Name = type,
        Type = type,
        Threshold = threshold,
        Settings = settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Value),
        Stages = [],
    };

    private static ImmutableArray<Stage> Stages(Dice dice, string type) => (type == "MANUAL" ? 0 : dice.Below(4)) switch
    {
        0 or 1 => [new Stage(1, [Strong(dice)])],
        2 => [new Stage(dice.Of(0.6m, 0.8m), [new(BreakerActionKind.Notify)]), new Stage(1, [Strong(dice), Mild(dice)])],
        _ => [new Stage(0.5m, [new(BreakerActionKind.Notify)]), new Stage(0.8m, [Mild(dice)]), new Stage(1, [Strong(dice)])],
    };

    private static BreakerAction Strong(Dice dice) => dice.Chance(50)
        ? new(BreakerActionKind.ClosePositions) { Selector = Selector(dice), Style = dice.Of(CloseStyle.Ladder, CloseStyle.Market) }
        : new(BreakerActionKind.ReducePosition) { ReduceBy = dice.Of(0.25m, 0.5m, 0.8m, 1m), Selector = Selector(dice) };

    private static BreakerAction Mild(Dice dice) => dice.Below(7) switch
    {
        0 => new(BreakerActionKind.CancelOrders) { CancelFilter = dice.Of(Enum.GetValues<CancelFilter>()) },
        1 => new(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromSeconds(dice.Below(60) + 1) },
        2 => new(BreakerActionKind.LockOut) { Until = PauseUntil.DayEnd },
        3 => new(BreakerActionKind.ScaleNewRisk) { Factor = 0.5m },
        4 => new(BreakerActionKind.SetStops) { Distance = 0.05m },
        5 => new(BreakerActionKind.PauseTrading) { Until = PauseUntil.Duration, For = TimeSpan.FromSeconds(dice.Below(60) + 1) },
        _ => new(BreakerActionKind.PauseTrading) { PauseMode = dice.Of(PauseMode.ReduceOnly, PauseMode.NoOrders) },
    };

    private static PositionSelector Selector(Dice dice) => dice.Chance(60) ? PositionSelector.All : dice.Of(Enum.GetValues<PositionSelector>());

    private static Qualification? Qualify(Dice dice) =>
        dice.Below(3) switch { 0 => null, 1 => new(TimeSpan.Zero, 1), _ => new(TimeSpan.FromSeconds(1), 2) };

    private static Rearm Rearming(Dice dice) => new(dice.Of(Enum.GetValues<RearmMode>()))
    {
        After = TimeSpan.FromSeconds(dice.Below(20) + 1),
        ClearFor = dice.Seconds(3),
        MaxAutoRearms = dice.Below(5) + 1,
    };

    private static Scope ScopeOf(Dice dice) => dice.Below(10) switch
    {
        0 => new Scope { Exchanges = [dice.Of(Exchange.Binance, Exchange.Hyperliquid)] },
        1 => new Scope { Accounts = [StreamAccount.IdOf(dice.Below(3))] },
        2 => new Scope { Symbols = [dice.Of("BTCUSDT", "ETHUSDT")] },
        3 => new Scope { Underlyings = [dice.Of("BTC", "ETH")] },
        _ => Scope.Global,
    };
}
