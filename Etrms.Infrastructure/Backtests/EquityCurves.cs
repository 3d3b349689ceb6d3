using Etrms.Contracts;

namespace Etrms.Infrastructure.Backtests;

/// <summary>Curves cut into pages, joined, and thinned. Every list of a curve is as long as its times, or empty.</summary>
public static class EquityCurves
{
    public static IEnumerable<BacktestCurveView> Pages(BacktestCurveView curve, int size)
    {
        for (var start = 0; start < curve.TimesMs.Count; start += size)
        {
            var from = start;
            yield return Select(curve, Enumerable.Range(from, Math.Min(size, curve.TimesMs.Count - from)).ToArray(), curve.Every);
        }
    }

    public static BacktestCurveView Joined(IReadOnlyList<BacktestCurveView> pages) => new(
        [.. pages.SelectMany(page => page.TimesMs)], [.. pages.SelectMany(page => page.Equity)], [.. pages.SelectMany(page => page.Drawdown)],
        [.. pages.SelectMany(page => page.WithoutBreakers)], [.. pages.SelectMany(page => page.BestCase)], [.. pages.SelectMany(page => page.WorstCase)],
        pages.Count == 0 ? 1 : pages[0].Every);

    /// <summary>Every n-th point counted from the last one, which always stays.</summary>
    public static BacktestCurveView Thinned(BacktestCurveView curve, int points)
    {
        var count = curve.TimesMs.Count;
        var step = Math.Max(1, (int)(((long)count + points - 1) / points));
        return step == 1 ? curve : Select(curve, [.. Enumerable.Range(0, count).Where(place => (count - 1 - place) % step == 0)], curve.Every * step);
    }

    private static BacktestCurveView Select(BacktestCurveView curve, int[] places, int every)
    {
        return new BacktestCurveView(
            Of(curve.TimesMs), Of(curve.Equity), Of(curve.Drawdown), Of(curve.WithoutBreakers), Of(curve.BestCase), Of(curve.WorstCase), every);

        IReadOnlyList<T> Of<T>(IReadOnlyList<T> list) => list.Count == 0 ? [] : [.. places.Select(place => list[place])];
    }
}
