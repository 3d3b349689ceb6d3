using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Gathers what tells skill from luck.</summary>
internal static class OverfittingWork
{
    public static OverfittingReport Of(
        RunDetail detail, ReportInputs inputs, TrialLedger tried, OptimizationReport? optimization, WalkForwardReport? walkForward, LookaheadProof lookahead)
    {
        var days = detail.Report.PerDay;
        var ever = inputs.Others.And(tried);
        var perDay = days.Sharpe / Math.Sqrt(Ratios.DaysPerYear);
        return new OverfittingReport
        {
            TrialsOfRun = tried.Count,
            TrialsEver = ever.Count,
            ProbabilisticSharpe = days.ProbabilisticSharpe,
            DeflatedSharpe = SharpeSignificance.Deflated(perDay, days.Moments, ever.Count, ever.Variance),
            ProbabilityOfOverfitting = optimization is null ? null : Probability(optimization),
            MinTrackRecordDays = days.MinTrackRecordLength,
            MinBacktestYears = SharpeSignificance.MinBacktestYears(days.Sharpe, ever.Count),
            YearsTested = (detail.Run.Equity.Times[^1] - detail.Run.Equity.Times[0] + detail.Step.TotalMilliseconds)
                / TimeSpan.FromDays(Ratios.DaysPerYear).TotalMilliseconds,
            ClosedTrades = detail.Report.ClosedTrades,
            IsSelected = optimization is not null,
            WalkForwardEfficiency = walkForward?.Efficiency,
            IsFreeOfLookahead = lookahead.Finding is not null ? false : lookahead.IsClean ? true : null,
            HasFlawedData = inputs.Series.Any(series => series.Certificate.Verdict == SeriesVerdict.Flawed),
            IsPartial = !inputs.Failures.IsEmpty,
        };
    }

    private static double? Probability(OptimizationReport optimization)
    {
        var blocks = optimization.Trials.OrderBy(each => each.Number).Select(each => each.Trial.Blocks).OfType<BlockSums>().ToList();
        return blocks.Count < 2 ? null : CrossValidation.Estimate(blocks).Probability;
    }
}
