using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>What one breaker did in a run.</summary>
/// <param name="WorstOvershoot">Furthest beyond its limit at a trip, as a fraction of the limit; null without a trip.</param>
/// <param name="TimeTrippedShare">Share of the run from trips to the next arming.</param>
/// <param name="ClosedTrades">Trades that a breaker closed at the candle after one of its trips.</param>
public sealed record BreakerFigures(string Breaker, string Type, int Trips, int ClosedTrades, decimal? WorstOvershoot, double? TimeTrippedShare)
{
    public static ImmutableArray<BreakerFigures> Of(BacktestRun run, BreakerToll toll, ImmutableArray<CircuitBreaker> breakers) =>
        [.. breakers.Select(breaker => Of(run, toll, breaker))];

    private static BreakerFigures Of(BacktestRun run, BreakerToll toll, CircuitBreaker breaker)
    {
        var events = run.BreakerEvents.Where(e => e.BreakerId == breaker.Id).ToList();
        var trips = events.Where(e => e.Kind == BreakerEventKind.Triggered).ToList();
        var closings = trips.Select(trip => trip.At).ToHashSet();
        var overshoots = toll.Trips.Where(trip => trip.BreakerId == breaker.Id).Select(trip => trip.Overshoot).OfType<decimal>().ToList();
        return new BreakerFigures(
            breaker.Name, breaker.Type, trips.Count,
            run.Trades.Count(trade => trade.ExitReason == ExitReason.Breaker && trade.ExitAt is { } at && closings.Contains(at)),
            overshoots.Count == 0 ? null : overshoots.Max(),
            TimeTripped(run, events));
    }

    private static double? TimeTripped(BacktestRun run, List<BreakerEvent> events)
    {
        if (run.Equity.Count < 2)
        {
            return null;
        }

        var (end, tripped) = (DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[^1]), TimeSpan.Zero);
        DateTimeOffset? since = null;
        foreach (var e in events)
        {
            if (e.Kind == BreakerEventKind.Triggered)
            {
                since ??= e.At;
            }
            else if (e.Kind is BreakerEventKind.Rearmed or BreakerEventKind.Resumed && since is { } from)
            {
                (tripped, since) = (tripped + (e.At - from), null);
            }
        }

        tripped += since is { } open && open < end ? end - open : TimeSpan.Zero;
        return tripped / (end - DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[0]));
    }
}
