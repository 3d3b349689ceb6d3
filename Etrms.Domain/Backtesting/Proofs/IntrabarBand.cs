using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Proofs;

/// <summary>
/// How much hangs on what candles do not tell: the same run once with the stop first in every ambiguous candle and once with the target first.
/// Positions differ from the first such candle on, so either may end higher.
/// </summary>
/// <param name="StopFirst">The run that assumes the worse of each candle.</param>
/// <param name="TargetFirst">The run that assumes the better of each candle.</param>
public sealed record IntrabarBand(BacktestRun StopFirst, BacktestRun TargetFirst)
{
    /// <summary>Of the world that has more of them.</summary>
    public int AmbiguousBars => Math.Max(StopFirst.AmbiguousBars, TargetFirst.AmbiguousBars);

    public decimal BestFinalEquity => Math.Max(StopFirst.FinalEquity, TargetFirst.FinalEquity);

    public decimal WorstFinalEquity => Math.Min(StopFirst.FinalEquity, TargetFirst.FinalEquity);

    /// <summary>The higher of both equities at each candle.</summary>
    public ImmutableArray<double> Best => Pick(Math.Max);

    /// <summary>The lower of both equities at each candle.</summary>
    public ImmutableArray<double> Worst => Pick(Math.Min);

    /// <summary>Runs the other world beside a finished run; null when no candle was ambiguous, for then there is only one.</summary>
    public static IntrabarBand? Of(BacktestPlan plan, BacktestRun run)
    {
        if (run.AmbiguousBars == 0)
        {
            return null;
        }

        var isStopFirst = plan.Settings.IntrabarOrder == IntrabarOrder.StopFirst;
        var other = (plan with { Settings = plan.Settings with { IntrabarOrder = isStopFirst ? IntrabarOrder.TargetFirst : IntrabarOrder.StopFirst } }).Run();
        return isStopFirst ? new IntrabarBand(run, other) : new IntrabarBand(other, run);
    }

    private ImmutableArray<double> Pick(Func<double, double, double> choose)
    {
        var stop = StopFirst.Equity.Values;
        var target = TargetFirst.Equity.Values;
        var picked = ImmutableArray.CreateBuilder<double>(stop.Length);
        for (var i = 0; i < stop.Length; i++)
        {
            picked.Add(choose(stop[i], target[i]));
        }

        return picked.MoveToImmutable();
    }
}
