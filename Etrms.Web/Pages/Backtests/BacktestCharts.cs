using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Charts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The pictures of a result. Statistics that are undefined are left out, never drawn as zero.</summary>
internal static class BacktestCharts
{
    public static SvgChart? Curve(BacktestResultView result) => Curve(result.Equity) is { Count: > 0 } points
        ? BacktestCurveChart.Draw(points, [.. result.CircuitBreakerEvents.Where(entry => entry.Kind == BreakerEventKind.Triggered).Select(entry => BacktestWords.At(entry.TimeMs))])
        : null;

    public static SvgChart? Timeline(BacktestResultView result) =>
        BreakerTimeline.Draw([.. result.CircuitBreakerEvents.Select(entry => new TimelineMark(BacktestWords.At(entry.TimeMs), entry.Breaker, entry.Kind))]);

    public static SvgChart? Histogram(BacktestResultView result) =>
        TradeHistogram.Draw([.. result.TradeDistribution.Select(bin => new HistogramBin(Number(bin.From), Number(bin.To), bin.Count))]);

    public static MonthlyReturns? Monthly(BacktestResultView result) =>
        MonthlyReturns.Of([.. result.MonthlyReturns.Select(month => new MonthReturn(month.Year, month.Month, Number(month.Return)))]);

    public static SvgChart? Map(OptimizationView search) => search.HeatMap is { } map
        ? HeatMap.Draw(new HeatMapSource((map.X, map.XValues), (map.Y, map.YValues), BacktestWords.Of(search.Objective), Cells(map)))
        : null;

    public static SvgChart? Parallel(OptimizationView search)
    {
        var trials = search.Trials
            .Select(trial => (Values: search.Parameters.Select(name => Typed(trial.Parameters, name)).ToList(), Objective: Numbers.From(trial.Objective)))
            .Where(trial => trial.Objective is not null && trial.Values.All(value => value is not null))
            .Select(trial => (IReadOnlyList<decimal>)[.. trial.Values.Select(value => value!.Value), trial.Objective!.Value])
            .ToList();
        return ParallelCoordinates.Draw(new TrialSet([.. search.Parameters, BacktestWords.Of(search.Objective)], trials));
    }

    public static SvgChart? Windows(WalkForwardView walk) => WindowBars.Draw(
        [.. walk.Windows.Select(window => new WindowResult($"{window.Number}", Numbers.From(window.InSampleObjective), Numbers.From(window.OutOfSampleObjective)))],
        BacktestWords.Of(walk.Objective));

    public static SvgChart? Fan(MonteCarloView paths, decimal initial) => FanChart.Draw(
        [.. paths.Fan.Levels.Zip(paths.Fan.Bands, (level, band) => new FanLine(Number(level), [.. band.Select(Number)]))],
        initial, (paths.Fan.Unit, paths.Fan.Steps), paths.Paths);

    public static SvgChart? Growth(IEnumerable<BacktestView> backtests) => CompareChart.Draw(
        [.. backtests.Where(backtest => backtest.Result is not null).Select(backtest => new GrowthLine(backtest.Configuration.Name, Growth(backtest.Result!)))]);

    private static IReadOnlyList<(DateTimeOffset At, decimal Growth)> Growth(BacktestResultView result) => result.InitialCapital == 0 ? [] :
        [.. result.Equity.TimesMs.Zip(result.Equity.Equity, (time, equity) => (BacktestWords.At(time), (Number(equity) / result.InitialCapital) - 1))];

    private static IReadOnlyList<CurvePoint> Curve(BacktestCurveView curve)
    {
        decimal? At(IReadOnlyList<double> values, int index) => index < values.Count ? Number(values[index]) : null;
        return [.. curve.TimesMs.Select((time, index) => new CurvePoint(
            BacktestWords.At(time), Number(curve.Equity[index]), Number(curve.Drawdown[index]),
            At(curve.WorstCase, index), At(curve.BestCase, index), At(curve.WithoutBreakers, index)))];
    }

    private static Dictionary<(int X, int Y), decimal> Cells(HeatMapView map)
    {
        var cells = new Dictionary<(int X, int Y), decimal>();
        for (var y = 0; y < map.Cells.Count; y++)
        {
            for (var x = 0; x < map.Cells[y].Count; x++)
            {
                if (Numbers.From(map.Cells[y][x]) is { } value)
                {
                    cells[(x, y)] = value;
                }
            }
        }

        return cells;
    }

    private static decimal? Typed(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var text) && decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What a curve or a bin holds is always defined.</summary>
    private static decimal Number(double value) => Numbers.From(value) ?? 0;
}
