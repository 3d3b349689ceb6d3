using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Proofs;

/// <summary>A trip of a breaker and how far beyond its limit things went.</summary>
/// <param name="Candle">Start of the candle at whose close it tripped.</param>
/// <param name="Value">Measured at that close.</param>
/// <param name="Overshoot">How far the value lay beyond the limit, as a fraction of it; null for an unknown value.</param>
/// <param name="Equity">At that close.</param>
/// <param name="EquityAfter">One candle later, when what had to be closed was closed at the open; null when there was none.</param>
/// <param name="DrawdownAfter">Of a drawdown breaker: the fall from the same peak to that equity, which is what the trip really cost.</param>
public sealed record BreakerTrip(
    Guid BreakerId, string Breaker, string Type, DateTimeOffset Candle, decimal? Value, decimal Limit, decimal? Overshoot, double Equity,
    double? EquityAfter, double? DrawdownAfter);

/// <summary>
/// What breakers let through. They look at closes and act at opens, so a limit is overshot; and a breaker that re-arms measures from a new peak, so
/// several trips compound to more than its limit.
/// </summary>
public sealed record BreakerToll
{
    private const string Drawdown = "MAX_DRAWDOWN";

    private BreakerToll()
    {
    }

    /// <summary>In order of time.</summary>
    public required ImmutableArray<BreakerTrip> Trips { get; init; }

    /// <summary>Largest fall of equity from its highest point, whatever any breaker measured.</summary>
    public required double TrueDrawdown { get; init; }

    /// <summary>Largest fall from the peak since the last re-arming of a drawdown breaker; equals the true one when none re-armed.</summary>
    public required double RearmedDrawdown { get; init; }

    public static BreakerToll Of(BacktestRun run, TimeSpan step)
    {
        var initial = (double)run.InitialCapital;
        return new BreakerToll
        {
            Trips = [.. run.BreakerEvents.Where(e => e.Kind == BreakerEventKind.Triggered).Select(e => Trip(run, e, step))],
            TrueDrawdown = DrawdownSearch.Of(run.Equity, initial).Fraction,
            RearmedDrawdown = Rearmed(run, step),
        };
    }

    private static BreakerTrip Trip(BacktestRun run, BreakerEvent e, TimeSpan step)
    {
        var candle = e.At - step;
        var index = Math.Max(0, run.Equity.Times.BinarySearch(candle.ToUnixTimeMilliseconds()));
        var equity = run.Equity.Values[index];
        var after = index + 1 < run.Equity.Count ? run.Equity.Values[index + 1] : (double?)null;
        var limit = e.Threshold * (e.StageAt ?? 1);
        var isFalling = ConditionCatalog.Find(e.Type) is { IsFalling: true };
        var overshoot = limit == 0 ? null : (isFalling ? limit - e.Value : e.Value - limit) / limit;
        return new BreakerTrip(e.BreakerId, e.BreakerName, e.Type, candle, e.Value, limit, overshoot, equity, after, After(e, equity, after));
    }

    /// <summary>The peak follows from the drawdown at the trip: equity / (1 - drawdown).</summary>
    private static double? After(BreakerEvent e, double equity, double? after) =>
        e is { Type: Drawdown, Value: < 1 and { } value } ? 1 - (after * (1 - (double)value) / equity) : null;

    private static double Rearmed(BacktestRun run, TimeSpan step)
    {
        var restarts = run.BreakerEvents
            .Where(e => e.Type == Drawdown && e.Kind is BreakerEventKind.Rearmed or BreakerEventKind.Resumed)
            .Select(e => (e.At - step).ToUnixTimeMilliseconds())
            .ToHashSet();
        var (peak, worst) = ((double)run.InitialCapital, 0.0);
        for (var i = 0; i < run.Equity.Count; i++)
        {
            var equity = run.Equity.Values[i];
            peak = restarts.Contains(run.Equity.Times[i]) ? equity : Math.Max(peak, equity);
            worst = Math.Max(worst, 1 - (equity / peak));
        }

        return worst;
    }
}
