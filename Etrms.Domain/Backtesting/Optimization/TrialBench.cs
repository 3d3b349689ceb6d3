using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>Tries combinations on one part of the markets and keeps their figures, not their runs.</summary>
internal sealed class TrialBench(BacktestRequest request, MarketSlices slices, ReturnBlocks? blocks)
{
    /// <summary>Runs a combination; the steps are candles.</summary>
    public IEnumerable<int> Try(long combination, Action<Trial> done)
    {
        var attempt = RunAttempt.Of(Trial.SetupOf(request.Base, request.Grid, combination), slices);
        foreach (var candles in attempt.Steps())
        {
            yield return candles;
        }

        done(attempt.Run is { } run ? Measure(combination, run) : new Trial { Combination = combination, Fault = attempt.Fault });
    }

    private Trial Measure(long combination, BacktestRun run)
    {
        if (run.Equity.Count == 0)
        {
            return new Trial { Combination = combination, Fault = "All candles were needed to warm the indicators." };
        }

        var perDay = EquityReturns.PerDay(run.Equity);
        return new Trial
        {
            Combination = combination,
            Figures = TrialFigures.Of(run, request.Terms.Timeframe.Length, perDay),
            Blocks = blocks?.Of(run.Equity, perDay),
        };
    }
}
