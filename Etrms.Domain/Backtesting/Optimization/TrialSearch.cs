using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>
/// A search cut into pieces of which each is worked by itself: which combinations a piece tries follows from the request and its number, so it
/// does not matter who works it, when, or how often.
/// </summary>
internal sealed class TrialSearch
{
    /// <summary>Populations that evolve apart from each other, so that a genetic search can be spread too.</summary>
    private const int Islands = 4;

    /// <summary>Some seconds of work for one piece.</summary>
    private const long CandlesPerPiece = 10_000_000;

    private const int MostTrialsPerPiece = 1_000;

    private readonly BacktestRequest _request;
    private readonly SearchTerms _terms;
    private readonly Permutation _order;
    private readonly int _trialsPerPiece;

    public TrialSearch(BacktestRequest request)
    {
        (_request, _terms) = (request, request.Terms.Search!);
        Trials = SearchChecks.TrialsOf(_terms);
        _order = new Permutation(request.Grid.Count, SplitMix.SeedOf(unchecked((ulong)request.Terms.Seed), 0));
        _trialsPerPiece = (int)Math.Clamp(CandlesPerPiece / Math.Max(1, request.CandlesPerRun), 1, MostTrialsPerPiece);
        Pieces = _terms.Method == OptimizationMethod.Genetic ? Islands : (int)((Trials + _trialsPerPiece - 1) / _trialsPerPiece);
    }

    /// <summary>Runs at most.</summary>
    public long Trials { get; }

    public int Pieces { get; }

    /// <summary>Runs of one piece, at most.</summary>
    public long TrialsOf(int piece) => _terms.Method == OptimizationMethod.Genetic
        ? (long)Population * _terms.Generations
        : Math.Min(Trials, (piece + 1L) * _trialsPerPiece) - ((long)piece * _trialsPerPiece);

    private int Population => Math.Max(4, (_terms.Population + Islands - 1) / Islands);

    /// <summary>Tries the combinations of a piece; the steps are candles.</summary>
    public IEnumerable<int> Run(int piece, TrialBench bench, Action<Trial> done)
    {
        if (_terms.Method == OptimizationMethod.Genetic)
        {
            var island = new GeneticIsland(_request.Grid, new TrialRanking(_terms.Objective, _terms.MinimumTrades), SplitMix.SeedOf(unchecked((ulong)_request.Terms.Seed), piece + 1));
            return island.Evolve(Population, _terms.Generations, bench, done);
        }

        return InOrder(piece, bench, done);
    }

    private IEnumerable<int> InOrder(int piece, TrialBench bench, Action<Trial> done)
    {
        var first = (long)piece * _trialsPerPiece;
        for (var place = first; place < first + TrialsOf(piece); place++)
        {
            var combination = _terms.Method == OptimizationMethod.Grid ? place : _order[place];
            foreach (var candles in bench.Try(combination, done))
            {
                yield return candles;
            }
        }
    }
}
