using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;

namespace Etrms.Domain.Backtesting.WalkForward;

/// <summary>
/// Works windows: every combination starts flat with the initial capital on the training candles, the best one by them alone trades the test
/// candles, flat and with the initial capital again.
/// </summary>
public sealed class WindowWork(BacktestRequest request, ImmutableArray<BacktestMarket> markets)
{
    private readonly TrialRanking _ranking = new(request.Terms.Search!.Objective, request.Terms.Search.MinimumTrades);
    private readonly TrialSearch _search = new(request);

    /// <summary>What the test candles make of a combination; trades happen inside them only, also when the candles before them warm the indicators.</summary>
    public BacktestEngine Test(WalkForwardWindow window, long combination, bool warm, Func<RunSetup, RunSetup>? change = null)
    {
        var before = warm ? (int)((window.Test.Start - window.Train.Start) / request.Terms.Timeframe.Length) : 0;
        var slices = MarketSlices.Of(markets, window.Test, before);
        var chosen = Trial.SetupOf(request.Base, request.Grid, combination);
        var setup = change is null ? chosen : change(chosen);
        return (setup with { Settings = setup.Settings with { WarmUpBars = slices.WarmUpBars } }).Over(slices.Markets).Start();
    }

    /// <summary>The best by the training candles and what it made of them; null when none can be chosen.</summary>
    public Trial? Choose(WalkForwardWindow window)
    {
        var trials = new List<Trial>();
        foreach (var _ in Train(window, trials.Add))
        {
        }

        return _ranking.Best(trials);
    }

    internal IEnumerable<int> Steps(int number, Action<WindowResult> done)
    {
        var window = WalkForwardWindows.At(request.Terms, number);
        if (IsEmpty(window))
        {
            done(new WindowResult { Number = number, Tried = TrialLedger.Empty, Fault = "No contract has candles in both slices." });
            yield break;
        }

        var trials = new List<Trial>();
        foreach (var candles in Train(window, trials.Add))
        {
            yield return candles;
        }

        var result = new WindowResult
        {
            Number = number,
            Tried = TrialLedger.Of(trials),
            Failed = trials.Count(trial => trial.Fault is not null),
            FirstFailure = trials.Find(trial => trial.Fault is not null)?.Fault,
        };
        if (_ranking.Best(trials) is not { } best)
        {
            done(result with { Fault = FaultOf(trials) });
            yield break;
        }

        var attempt = new RunAttempt(() => Test(window, best.Combination, request.Terms.WalkForward!.Warm));
        foreach (var candles in attempt.Steps())
        {
            yield return candles;
        }

        result = result with { Combination = best.Combination, InSample = best.Figures };
        done(attempt.Run is { } run
            ? result with { OutOfSample = TrialFigures.Of(run, request.Terms.Timeframe.Length, EquityReturns.PerDay(run.Equity)) }
            : result with { Fault = $"What training chose could not be traded on the test slice. {attempt.Fault}" });
    }

    /// <summary>The test windows in a row, each by what its training chose; nothing when there is none.</summary>
    internal IEnumerable<int> Stitch(IEnumerable<WindowResult> windows, Func<RunSetup, RunSetup> change, RunEnd end)
    {
        var stitched = new StitchedRun(request.Terms.InitialCapital);
        foreach (var window in windows)
        {
            if (window is not { Combination: { } combination, OutOfSample: not null })
            {
                continue;
            }

            var attempt = new RunAttempt(() => Test(WalkForwardWindows.At(request.Terms, window.Number), combination, request.Terms.WalkForward!.Warm, change));
            foreach (var candles in attempt.Steps())
            {
                yield return candles;
            }

            if (attempt.Run is not { } tested)
            {
                end.Failed($"Window {window.Number + 1}: {attempt.Fault}");
                yield break;
            }

            stitched.Add(tested, request.Terms.Timeframe.Length);
        }

        if (stitched.Result() is { } run)
        {
            end.Done(run);
        }
    }

    /// <summary>Tries every combination on the training candles; the steps are candles.</summary>
    private IEnumerable<int> Train(WalkForwardWindow window, Action<Trial> done)
    {
        var bench = new TrialBench(request, MarketSlices.Of(markets, window.Train, 0), blocks: null);
        return Enumerable.Range(0, _search.Pieces).SelectMany(piece => _search.Run(piece, bench, done));
    }

    private bool IsEmpty(WalkForwardWindow window) =>
        MarketSlices.Of(markets, window.Train, 0).Markets.IsEmpty || MarketSlices.Of(markets, window.Test, 0).Markets.IsEmpty;

    private static string FaultOf(List<Trial> trials)
    {
        var why = trials.FirstOrDefault(trial => trial.Fault is not null)?.Fault
            ?? "none traded often enough, or the objective is not defined for any";
        return $"No combination could be chosen on the training slice: {why}.";
    }
}
