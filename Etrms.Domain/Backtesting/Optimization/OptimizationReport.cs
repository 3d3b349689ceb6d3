using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>A trial with its place in the order of the search, from 1.</summary>
public sealed record NumberedTrial(int Number, Trial Trial);

/// <summary>What a search over parameters found.</summary>
public sealed record OptimizationReport
{
    public required SearchTerms Terms { get; init; }

    /// <summary>Null when none could be chosen.</summary>
    public NumberedTrial? Best { get; init; }

    /// <summary>Every one that was tried, best first. The same combination is tried once.</summary>
    public required ImmutableArray<NumberedTrial> Trials { get; init; }

    public required int Failed { get; init; }

    public HeatMap? HeatMap { get; init; }

    /// <param name="request">What was asked.</param>
    /// <param name="tried">Trials in the order of the search, whichever thread made them.</param>
    public static OptimizationReport Of(BacktestRequest request, IEnumerable<Trial> tried)
    {
        var terms = request.Terms.Search!;
        var ranking = new TrialRanking(terms.Objective, terms.MinimumTrades);
        var trials = tried.DistinctBy(trial => trial.Combination).Select((trial, index) => new NumberedTrial(index + 1, trial)).ToList();
        trials.Sort((x, y) => ranking.Compare(x.Trial, y.Trial));
        return new OptimizationReport
        {
            Terms = terms,
            Best = trials.Count > 0 && ranking.IsEligible(trials[0].Trial) ? trials[0] : null,
            Trials = [.. trials],
            Failed = trials.Count(trial => trial.Trial.Fault is not null),
            HeatMap = HeatMap.Of(request.Grid, ranking, trials.Select(trial => trial.Trial), terms.HeatMap),
        };
    }
}
