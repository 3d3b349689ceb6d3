using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.MonteCarlo;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Backtesting.Work;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Puts the pieces of a request together and makes the run that the report shows.</summary>
internal sealed class ReportWork(BacktestRequest request, MarketSlices slices, ImmutableArray<BacktestMarket> markets, ReportInputs inputs)
{
    /// <summary>Candles that the look-ahead check goes over a dozen times.</summary>
    private const int LookaheadCandles = 20_000;

    private const int LookaheadCuts = 5;

    private readonly BacktestTerms _terms = request.Terms;

    /// <summary>Why runs beside the pieces failed.</summary>
    private readonly List<string> _faults = [];

    public IEnumerable<int> Steps(int count, IReadOnlyDictionary<int, PieceResult> pieces, Action<BacktestReport> done)
    {
        var inOrder = Enumerable.Range(0, count).Where(pieces.ContainsKey).Select(number => pieces[number]).ToList();
        var optimization = _terms.Type == BacktestType.Optimization ? OptimizationReport.Of(request, inOrder.SelectMany(piece => piece.Trials)) : null;
        var walkForward = _terms.Type == BacktestType.WalkForward
            ? WalkForwardReport.Of(request, inOrder.Select(piece => piece.Window).OfType<WindowResult>()) : null;
        var setup = SetupOf(optimization, walkForward);
        RunDetail? detail = null;
        foreach (var candles in new DetailWork(setup, MakeOf(setup, walkForward), slices.Markets[0], inputs.Regimes).Steps(_terms.Counterfactual, made => detail = made))
        {
            yield return candles;
        }

        if (detail is null)
        {
            throw new BrokenRunException(_faults.FirstOrDefault() ?? "There is nothing to report: no window could be traded.");
        }

        var lookahead = Lookahead(setup);
        yield return 0;
        done(Describe(detail, lookahead, optimization, walkForward, inOrder) with { IsPartial = inOrder.Count < count });
    }

    private BacktestReport Describe(
        RunDetail detail, LookaheadProof lookahead, OptimizationReport? optimization, WalkForwardReport? walkForward, List<PieceResult> pieces)
    {
        var tried = TriedOf(detail, optimization, walkForward);
        var report = new BacktestReport
        {
            Terms = _terms,
            IsPartial = false,
            Detail = detail,
            Optimization = optimization,
            WalkForward = walkForward,
            MonteCarlo = _terms.Type == BacktestType.MonteCarlo ? MonteCarlo(detail, pieces) : null,
            Sets = SetReport.Of(detail, slices.Markets),
            Overfitting = OverfittingWork.Of(detail, inputs, tried, optimization, walkForward, lookahead),
            Series = inputs.Series,
            Lookahead = lookahead,
            RegimeConvention = inputs.Regimes.Convention,
            Assumptions = [],
            Warnings = [],
            Tried = tried,
        };
        return report with { Assumptions = [.. ReportNotes.Assumptions(report)], Warnings = [.. ReportNotes.Warnings(report, inputs), .. _faults.Select(fault => $"A run beside the one that is shown failed. {fault}")] };
    }

    /// <summary>The parameters that the report shows: the best, those of the last window, or those that were asked for.</summary>
    private RunSetup SetupOf(OptimizationReport? optimization, WalkForwardReport? walkForward)
    {
        var combination = optimization?.Best?.Trial.Combination ?? walkForward?.Windows.LastOrDefault(window => window.OutOfSample is not null)?.Combination;
        var setup = combination is { } chosen ? Trial.SetupOf(request.Base, request.Grid, chosen) : request.Base;
        return setup with { Settings = setup.Settings with { WarmUpBars = slices.WarmUpBars } };
    }

    private Func<Func<RunSetup, RunSetup>, Action<BacktestRun>, IEnumerable<int>> MakeOf(RunSetup setup, WalkForwardReport? walkForward) =>
        walkForward is null
            ? (change, done) => Single(change(setup), new RunEnd(done, _faults.Add))
            : (change, done) => new WindowWork(request, markets).Stitch(walkForward.Windows, change, new RunEnd(done, _faults.Add));

    private IEnumerable<int> Single(RunSetup setup, RunEnd end)
    {
        var attempt = RunAttempt.Of(setup, slices);
        foreach (var candles in attempt.Steps())
        {
            yield return candles;
        }

        if (attempt.Run is { } run)
        {
            end.Done(run);
        }
        else
        {
            end.Failed(attempt.Fault!);
        }
    }

    private TrialLedger TriedOf(RunDetail detail, OptimizationReport? optimization, WalkForwardReport? walkForward) =>
        optimization is not null ? TrialLedger.Of(optimization.Trials.Select(each => each.Trial))
        : walkForward is not null ? walkForward.Windows.Aggregate(TrialLedger.Empty, (sum, window) => sum.And(window.Tried))
        : TrialLedger.OfDaily(detail.Report.PerDay.Sharpe);

    private MonteCarloReport MonteCarlo(RunDetail detail, List<PieceResult> pieces) => MonteCarloReport.Of(
        _terms.MonteCarlo!, (double)_terms.InitialCapital, PathWork.MakerOf(request, slices, detail.Run), [.. pieces.SelectMany(piece => piece.Paths)]);

    /// <summary>Without breakers: a strategy knows nothing of them, and the check goes over the candles many times.</summary>
    private LookaheadProof Lookahead(RunSetup setup)
    {
        var share = LookaheadCandles / slices.Markets.Length;
        ImmutableArray<BacktestMarket> part =
        [
            .. slices.Markets.Select(market => market with { Candles = market.Candles.Slice(0, Math.Min(market.Candles.Count, share)) }),
        ];
        LookaheadProof? proof = null;
        var plan = (setup with { Settings = setup.Settings with { Breakers = [] } }).Over(part);
        if (ForeignCode.FaultOf(() => proof = LookaheadCheck.Of(plan, setup.WarmUpBars, LookaheadCuts)) is { } fault)
        {
            _faults.Add($"The look-ahead check broke off with {fault}");
        }

        return proof ?? LookaheadProof.None;
    }
}
