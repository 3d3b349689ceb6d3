using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Workers.Demo;

/// <summary>The breakers that ETRMS recommends, as the demo sets them up.</summary>
internal static class DemoBreakers
{
    private static readonly BreakerAction Notify = new(BreakerActionKind.Notify);
    private static readonly BreakerAction Pause = new(BreakerActionKind.PauseTrading);

    public static ImmutableArray<CircuitBreaker> Recommended(AccountId account) =>
    [
        Breaker(account, "Drawdown", "MAX_DRAWDOWN", 0.05m, "Closes everything when equity falls 5 % below its peak.",
            new Stage(0.6m, [Notify]), new Stage(0.8m, [Pause]), new Stage(1m, [new BreakerAction(BreakerActionKind.ClosePositions), Pause])) with
        {
            Priority = 100,
        },
        Breaker(account, "Daily loss", "PNL", 0.06m, "No new risk after a bad day.", new Stage(0.8m, [Notify]), new Stage(1m, [Pause])) with
        {
            Settings = Settings(("side", "LOSS"), ("unit", "FRACTION"), ("window", "DAY")),
            Rearm = new Rearm(RearmMode.NextDay),
            Priority = 90,
        },
        Breaker(account, "Leverage", "LEVERAGE", 6m, "Stops new risk when the book grows beyond six times equity.",
            new Stage(0.8m, [Notify]), new Stage(1m, [new BreakerAction(BreakerActionKind.CancelOrders), Pause])) with
        {
            Rearm = new Rearm(RearmMode.AutoRecover) { ClearFor = TimeSpan.FromMinutes(1) },
            Priority = 80,
        },
        Breaker(account, "Position size", "MAX_POSITION_SIZE", 4m, "Halves a position that is worth more than four times equity.",
            new Stage(0.9m, [Notify]), new Stage(1m, [new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m }])) with
        {
            Settings = Settings(("unit", "EQUITY")),
            Priority = 70,
        },
        Breaker(account, "Losing streak", "CONSECUTIVE_LOSSES", 5m, "A pause after five losing trades in a row.",
            new Stage(0.6m, [Notify]), new Stage(1m, [Pause])) with
        {
            Rearm = new Rearm(RearmMode.NextDay),
            Priority = 60,
        },
        Breaker(account, "Stale prices", "STALE_DATA", 15m, "No new risk while prices or the account stream are silent.", new Stage(1m, [Notify, Pause])) with
        {
            Rearm = new Rearm(RearmMode.AutoRecover) { ClearFor = TimeSpan.FromSeconds(10), MaxAutoRearms = 100 },
            Priority = 50,
        },
    ];

    private static CircuitBreaker Breaker(
        AccountId account, string name, string type, decimal threshold, string description, params ReadOnlySpan<Stage> stages)
    {
        var scope = new Scope { Accounts = [account] };
        return new CircuitBreaker
        {
            Id = PlanIds.Uuid5(account.Value, $"demo/{type}"),
            Name = $"{name} (demo)",
            Description = description,
            Type = type,
            Threshold = threshold,
            Stages = [.. stages],
            MeasureScope = scope,
            ActScope = scope,
        };
    }

    private static ImmutableSortedDictionary<string, string> Settings(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in settings)
        {
            named.Add(name, value);
        }

        return named.ToImmutable();
    }
}
