using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Backtesting.Proofs;

/// <summary>What the breakers were worth: the run with them beside the same run without.</summary>
public sealed record Counterfactual(BacktestRun With, BacktestRun Without)
{
    /// <summary>Final equity with breakers less the one without: what they saved, negative what they cost.</summary>
    public decimal Difference => With.FinalEquity - Without.FinalEquity;

    public double DrawdownWith => DrawdownOf(With);

    public double DrawdownWithout => DrawdownOf(Without);

    /// <summary>Runs the same without breakers; null when there are none.</summary>
    public static Counterfactual? Of(BacktestPlan plan, BacktestRun run) => plan.Settings.Breakers.IsEmpty
        ? null
        : new Counterfactual(run, (plan with { Settings = plan.Settings with { Breakers = [] } }).Run());

    private static double DrawdownOf(BacktestRun run) => DrawdownSearch.Of(run.Equity, (double)run.InitialCapital).Fraction;
}
