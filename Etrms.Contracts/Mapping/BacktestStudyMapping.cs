using System.Collections.Immutable;
using Etrms.Domain.Backtesting.MonteCarlo;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Market.History;

namespace Etrms.Contracts.Mapping;

/// <summary>Searches, windows, paths and what they are worth, as others see them.</summary>
public static class BacktestStudyMapping
{
    /// <param name="trial">One combination.</param>
    /// <param name="terms">Of its request.</param>
    public static BacktestTrialView ToView(this NumberedTrial trial, BacktestTerms terms)
    {
        var search = terms.Search!;
        var grid = new ParameterGrid(search.Ranges);
        var figures = trial.Trial.Figures;
        return new BacktestTrialView(
            trial.Number, ValuesOf(grid, trial.Trial.Combination), new TrialRanking(search.Objective, search.MinimumTrades).FigureOf(trial.Trial),
            figures?.TotalReturn, BacktestResultMapping.Finite(figures?.Sharpe), figures?.MaxDrawdown, BacktestResultMapping.Finite(figures?.ProfitFactor),
            figures?.WinRate, figures?.ClosedTrades, trial.Trial.Fault);
    }

    internal static OptimizationView ToView(OptimizationReport optimization, BacktestReport report, int mostTrials) => new(
        optimization.Terms.Method, optimization.Terms.Objective, [.. optimization.Terms.Ranges.Select(range => range.Name)],
        optimization.Trials.Length, optimization.Failed, optimization.Best?.ToView(report.Terms),
        [.. optimization.Trials.Take(mostTrials).Select(trial => trial.ToView(report.Terms))],
        optimization.HeatMap is { } map ? new HeatMapView(map.X, map.Y, map.XValues, map.YValues, [.. map.Cells.Select(row => (IReadOnlyList<double?>)row)]) : null);

    internal static WalkForwardView ToView(WalkForwardReport walkForward, BacktestReport report)
    {
        var ranking = new TrialRanking(walkForward.Search.Objective, walkForward.Search.MinimumTrades);
        var grid = new ParameterGrid(walkForward.Search.Ranges);
        return new WalkForwardView(
            walkForward.Terms.Scheme, walkForward.Search.Objective,
            [.. walkForward.Windows.Select(window => ToView(window, WalkForwardWindows.At(report.Terms, window.Number), ranking, grid))],
            BacktestResultMapping.Finite(walkForward.Efficiency), walkForward.Consistency, BacktestResultMapping.Finite(walkForward.Decay));
    }

    internal static MonteCarloView ToView(MonteCarloReport paths) => new(
        paths.Terms.Method, paths.Paths, paths.PathsFailed, paths.Condition is not null, paths.Condition, paths.ProbabilityOfLoss, paths.RiskOfRuin,
        paths.Terms.RuinAt, [.. paths.FinalEquity.Select(ToView)], [.. paths.MaxDrawdown.Select(ToView)],
        new FanView(paths.Fan.Unit, paths.Fan.Steps, paths.Fan.Levels, [.. paths.Fan.Bands.Select(band => (IReadOnlyList<double>)band)]));

    internal static OverfittingView ToView(OverfittingReport report) => new(
        report.Verdict, report.Reasons, (int)report.TrialsOfRun, (int)report.TrialsEver, BacktestResultMapping.Finite(report.ProbabilisticSharpe),
        BacktestResultMapping.Finite(report.DeflatedSharpe), report.ProbabilityOfOverfitting, BacktestResultMapping.Finite(report.MinTrackRecordDays),
        BacktestResultMapping.Finite(report.MinBacktestYears));

    internal static BacktestCertificateView ToView(ImmutableArray<SeriesUse> series) => new(
        series.Select(each => each.Certificate.Verdict).DefaultIfEmpty(SeriesVerdict.Clean).Max(), [.. series.Select(ToView)]);

    internal static LookaheadView ToView(LookaheadProof proof) => new(
        proof.IsClean, proof.Cuts, proof.Finding?.At.ToUnixTimeMilliseconds(),
        proof.Finding?.Message ?? (proof.Cuts == 0
            ? "No order was given in the candles that were checked, so nothing is proven."
            : $"{proof.Cuts} times the data was cut off after a signal and the run repeated: all {proof.Compared} entries of the order log were the same.")
            + (proof.IsSettled ? "" : " Begun later, its signals do not come to agree: they depend on where the data begins."));

    private static WalkForwardWindowView ToView(WindowResult window, WalkForwardWindow slices, TrialRanking ranking, ParameterGrid grid) => new()
    {
        Number = window.Number + 1,
        TrainFromMs = slices.Train.Start.ToUnixTimeMilliseconds(),
        TrainToMs = slices.Train.End.ToUnixTimeMilliseconds(),
        TestFromMs = slices.Test.Start.ToUnixTimeMilliseconds(),
        TestToMs = slices.Test.End.ToUnixTimeMilliseconds(),
        Parameters = window.Combination is { } combination ? ValuesOf(grid, combination) : new Dictionary<string, string>(StringComparer.Ordinal),
        InSampleObjective = window.InSample is { } inside ? ranking.FigureOf(inside) : null,
        OutOfSampleObjective = window.OutOfSample is { } outside ? ranking.FigureOf(outside) : null,
        InSampleReturn = window.InSample?.TotalReturn,
        OutOfSampleReturn = window.OutOfSample?.TotalReturn,
        OutOfSampleFinalEquity = window.OutOfSample is { } tested ? (decimal)tested.FinalEquity : null,
        Trades = window.OutOfSample?.ClosedTrades,
        Error = window.Fault,
    };

    private static BacktestSeriesView ToView(SeriesUse use)
    {
        var (certificate, prices) = (use.Certificate, use.Certificate.Prices);
        return new BacktestSeriesView(
            use.Instrument.Exchange, use.Instrument.Symbol, use.Kind, use.Timeframe?.ToString(), use.Source, certificate.Rows,
            certificate.FirstAt?.ToUnixTimeMilliseconds(), certificate.LastAt?.ToUnixTimeMilliseconds(), certificate.MissingRows, certificate.Gaps,
            prices?.Stale.Rows ?? 0, prices?.ZeroVolume.Rows ?? 0, prices?.Invalid ?? 0, prices?.Outliers ?? 0, certificate.Verdict, certificate.ContentHash);
    }

    private static QuantileView ToView(QuantileValue quantile) => new(quantile.Level, quantile.Value);

    private static Dictionary<string, string> ValuesOf(ParameterGrid grid, long combination) => grid.Ranges.Zip(grid[combination])
        .ToDictionary(pair => pair.First.Name, pair => BacktestResultMapping.ToText(pair.Second), StringComparer.Ordinal);
}
