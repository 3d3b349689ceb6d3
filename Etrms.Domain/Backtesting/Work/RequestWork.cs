using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.MonteCarlo;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;

namespace Etrms.Domain.Backtesting.Work;

/// <summary>
/// The work of a request, cut into pieces that can be done in any order, on any machine, and again after one died: a piece follows from the request
/// and its number. The report is made of all pieces in the order of their numbers, so it is the same however they were done.
/// </summary>
public sealed class RequestWork
{
    private const long CandlesPerPiece = 10_000_000;
    private const int MostPathsPerPiece = 2_000;

    private readonly BacktestRequest _request;
    private readonly TrialSearch? _search;
    private readonly ReturnBlocks? _blocks;
    private readonly int _pathsPerPiece;

    public RequestWork(BacktestRequest request)
    {
        var terms = request.Terms;
        _request = request;
        _search = terms.Search is null ? null : new TrialSearch(request);
        _blocks = _search is null ? null : ReturnBlocks.For(_search.Trials, terms.Range.Length, RequestChecks.BarsOf(terms));
        _pathsPerPiece = (int)Math.Clamp(CandlesPerPiece / Math.Max(1, request.CandlesPerRun), 1, MostPathsPerPiece);
        Pieces = terms.Type switch
        {
            BacktestType.Standard => 0,
            BacktestType.Optimization => _search!.Pieces,
            BacktestType.WalkForward => (int)WalkForwardWindows.CountOf(RequestChecks.BarsOf(terms), terms.WalkForward!),
            BacktestType.MonteCarlo => (terms.MonteCarlo!.Paths + _pathsPerPiece - 1) / _pathsPerPiece,
        };
    }

    /// <summary>None for a standard run, which the report makes itself.</summary>
    public int Pieces { get; }

    /// <summary>Backtests it consists of: combinations times windows, or paths.</summary>
    public long Runs => _request.Terms.Type switch
    {
        BacktestType.Standard => 1,
        BacktestType.Optimization => _search!.Trials,
        BacktestType.WalkForward => _search!.Trials * Pieces,
        BacktestType.MonteCarlo => _request.Terms.MonteCarlo!.Paths,
    };

    /// <summary>Candle evaluations of all pieces and the report, as well as one can tell before.</summary>
    public long Candles => Enumerable.Range(0, Pieces).Sum(CandlesOf) + ReportCandles;

    private long ReportCandles => _request.CandlesPerRun * (_request.Terms.Breakers.IsEmpty ? 1 : 2);

    /// <summary>Candle evaluations of one piece.</summary>
    public long CandlesOf(int piece) => _request.Terms.Type switch
    {
        BacktestType.Standard => 0,
        BacktestType.Optimization => _search!.TrialsOf(piece) * _request.CandlesPerRun,
        BacktestType.WalkForward => WindowCandles(piece),
        BacktestType.MonteCarlo => (PathsOf(piece).Count + 1) * _request.CandlesPerRun,
    };

    /// <summary>One piece of work.</summary>
    /// <param name="piece">From 0.</param>
    /// <param name="markets">The whole series, each with the venue's rules.</param>
    public SteppedWork<PieceResult> Piece(int piece, ImmutableArray<BacktestMarket> markets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(piece);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(piece, Pieces);
        var ready = Ready(markets);
        return new SteppedWork<PieceResult>(CandlesOf(piece), done => _request.Terms.Type switch
        {
            BacktestType.Optimization => TrialSteps(piece, ready, done),
            BacktestType.WalkForward => new WindowWork(_request, ready).Steps(piece, window => done(new PieceResult { Window = window })),
            BacktestType.MonteCarlo => new PathWork(_request, Whole(ready)).Steps(PathsOf(piece).First, PathsOf(piece).Count, paths => done(new PieceResult { Paths = paths })),
            BacktestType.Standard => throw new InvalidOperationException("A standard run has no pieces."),
        });
    }

    /// <summary>What can only be told with the data at hand, before the work begins: missing candles, too few trades to draw from.</summary>
    public SteppedWork<DataJudgement> Check(ImmutableArray<BacktestMarket> markets) => new(
        _request.CandlesPerRun, done => CheckSteps(markets, done));

    /// <summary>The report, from the pieces that are there.</summary>
    /// <param name="pieces">By number; a missing one makes the report partial.</param>
    /// <param name="inputs">The data and what is known besides.</param>
    public SteppedWork<BacktestReport> Report(IReadOnlyDictionary<int, PieceResult> pieces, ReportInputs inputs)
    {
        var ready = Ready(inputs.Markets);
        return new SteppedWork<BacktestReport>(
            ReportCandles, done => new ReportWork(_request, Whole(ready), ready, inputs).Steps(Pieces, pieces, done));
    }

    private ImmutableArray<BacktestMarket> Ready(ImmutableArray<BacktestMarket> markets) =>
        [.. _request.Terms.Instruments.Select(id => ContractRules.Apply(_request.Terms, markets.First(market => market.Instrument.Id == id)))];

    private MarketSlices Whole(ImmutableArray<BacktestMarket> markets) => MarketSlices.Of(markets, _request.Terms.Range, _request.Terms.WarmUpBars);

    private (int First, int Count) PathsOf(int piece) =>
        (piece * _pathsPerPiece, Math.Min(_pathsPerPiece, _request.Terms.MonteCarlo!.Paths - (piece * _pathsPerPiece)));

    private long WindowCandles(int piece)
    {
        var window = WalkForwardWindows.At(_request.Terms, piece);
        var training = (window.Train.Length / _request.Terms.Timeframe.Length) + _request.Terms.WalkForward!.TestBars;
        return (long)(_search!.Trials * training * _request.Terms.Instruments.Length);
    }

    private IEnumerable<int> TrialSteps(int piece, ImmutableArray<BacktestMarket> markets, Action<PieceResult> done)
    {
        var trials = ImmutableArray.CreateBuilder<Trial>();
        foreach (var candles in _search!.Run(piece, new TrialBench(_request, Whole(markets), _blocks), trials.Add))
        {
            yield return candles;
        }

        done(new PieceResult { Trials = trials.ToImmutable() });
    }

    private IEnumerable<int> CheckSteps(ImmutableArray<BacktestMarket> markets, Action<DataJudgement> done)
    {
        ImmutableArray<RequestFault> faults = [.. DataChecks.Of(_request, markets)];
        if (faults.IsEmpty && _request.Terms.MonteCarlo is { Method: MonteCarloMethod.TradeBootstrap } terms)
        {
            BacktestRun? run = null;
            foreach (var candles in PathWork.BaseRun(_request, Whole(Ready(markets)), made => run = made))
            {
                yield return candles;
            }

            faults = TradePaths.FaultOf(terms, run!) is { } fault ? [new RequestFault("monte_carlo", fault)] : [];
        }

        done(new DataJudgement(faults));
    }
}

/// <summary>Why the data at hand do not do for a request; empty when they do.</summary>
public sealed record DataJudgement(ImmutableArray<RequestFault> Faults);
