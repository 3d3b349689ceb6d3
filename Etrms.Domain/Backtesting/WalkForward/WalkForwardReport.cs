using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.WalkForward;

/// <summary>How parameters that were chosen on the past did on what came after.</summary>
public sealed record WalkForwardReport
{
    public required WalkForwardTerms Terms { get; init; }

    public required SearchTerms Search { get; init; }

    public required ImmutableArray<WindowResult> Windows { get; init; }

    /// <summary>Mean return for a candle out of sample over the one in sample; null unless the one in sample is above 0.</summary>
    public double? Efficiency { get; init; }

    /// <summary>Share of windows with a profit out of sample; null without windows.</summary>
    public double? Consistency { get; init; }

    /// <summary>Share of the mean objective that was lost from in sample to out of sample; null unless the one in sample is above 0.</summary>
    public double? Decay { get; init; }

    public static WalkForwardReport Of(BacktestRequest request, IEnumerable<WindowResult> windows)
    {
        var terms = request.Terms;
        var ranking = new TrialRanking(terms.Search!.Objective, terms.Search.MinimumTrades);
        ImmutableArray<WindowResult> all = [.. windows.OrderBy(window => window.Number)];
        var whole = all.Where(window => window is { InSample: not null, OutOfSample: not null })
            .Select(window => (In: window.InSample!, Train: Bars(terms, window).Train, Out: window.OutOfSample!, Test: Bars(terms, window).Test)).ToList();
        var scored = whole.Where(each => ranking.ScoreOf(each.In) is not null && ranking.ScoreOf(each.Out) is not null).ToList();
        return new WalkForwardReport
        {
            Terms = terms.WalkForward!,
            Search = terms.Search,
            Windows = all,
            Efficiency = Share([.. whole.Select(each => each.In.TotalReturn / each.Train)], [.. whole.Select(each => each.Out.TotalReturn / each.Test)]),
            Consistency = whole.Count == 0 ? null : whole.Count(each => each.Out.TotalReturn > 0) / (double)whole.Count,
            Decay = 1 - Share([.. scored.Select(each => ranking.ScoreOf(each.In)!.Value)], [.. scored.Select(each => ranking.ScoreOf(each.Out)!.Value)]),
        };
    }

    private static (double Train, double Test) Bars(BacktestTerms terms, WindowResult window)
    {
        var slices = WalkForwardWindows.At(terms, window.Number);
        return (slices.Train.Length / terms.Timeframe.Length, slices.Test.Length / terms.Timeframe.Length);
    }

    /// <summary>What is left of one mean in the other.</summary>
    private static double? Share(double[] before, double[] after) =>
        before.Length > 0 && before.Average() is > 0 and var mean ? after.Average() / mean : null;
}
