using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Makes the shown run, and the runs beside it that differ in one thing.</summary>
/// <param name="setup">Of the shown run.</param>
/// <param name="make">Makes a run of a setup; null hands over nothing when there is nothing to run. The steps are candles.</param>
/// <param name="market">The first contract, for the regimes.</param>
/// <param name="labels">Of the regimes.</param>
internal sealed class DetailWork(
    RunSetup setup, Func<Func<RunSetup, RunSetup>, Action<BacktestRun>, IEnumerable<int>> make, BacktestMarket market, IRegimeLabels labels)
{
    public IEnumerable<int> Steps(bool counterfactual, Action<RunDetail> done)
    {
        BacktestRun? run = null, without = null, other = null;
        foreach (var candles in make(each => each, made => run = made))
        {
            yield return candles;
        }

        if (run is not { Equity.Count: > 0 })
        {
            yield break;
        }

        if (counterfactual && setup.Settings.Breakers.Length > 0)
        {
            foreach (var candles in make(each => each with { Settings = each.Settings with { Breakers = [] } }, made => without = made))
            {
                yield return candles;
            }
        }

        if (run.AmbiguousBars > 0)
        {
            foreach (var candles in make(Turned, made => other = made))
            {
                yield return candles;
            }
        }

        done(Describe(run, without, other));
    }

    private static RunSetup Turned(RunSetup each) => each with
    {
        Settings = each.Settings with
        {
            IntrabarOrder = each.Settings.IntrabarOrder == IntrabarOrder.StopFirst ? IntrabarOrder.TargetFirst : IntrabarOrder.StopFirst,
        },
    };

    private RunDetail Describe(BacktestRun run, BacktestRun? without, BacktestRun? other)
    {
        var toll = BreakerToll.Of(run, market.Candles.Step);
        return new RunDetail
        {
            Setup = setup,
            Run = run,
            Report = PerformanceReport.Of(run, market.Candles.Step),
            Step = market.Candles.Step,
            Counterfactual = without is null ? null : new Counterfactual(run, without),
            Band = other is null ? null : setup.Settings.IntrabarOrder == IntrabarOrder.StopFirst ? new IntrabarBand(run, other) : new IntrabarBand(other, run),
            Toll = toll,
            Regimes = RegimeFigures.Of(run, market, labels),
            Breakers = BreakerFigures.Of(run, toll, setup.Settings.Breakers),
            Months = MonthlyReturn.Of(run),
            Distribution = DistributionBin.Of(run),
        };
    }
}
