namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>
/// Squares of the spread by Ardia, Guidotti and Kroencke, "Efficient estimation of bid-ask spreads from open, high, low, and close prices" (Journal
/// of Financial Economics 161, 2024): returns into and out of a price have opposite shares of the spread. Bars in which nothing traded, and opens and
/// closes at an end of their bar, would bias it, and are allowed for.
/// </summary>
internal static class EdgeMoments
{
    public static double OpenAgainstClose(LogBars x) =>
        Single(x, t => x.Middle[t] - x.Open[t], t => x.Open[t] - x.Close[t - 1], x.Mean(x.OpenInside));

    public static double CloseAgainstOpen(LogBars x) =>
        Single(x, t => x.Open[t] - x.Close[t - 1], t => x.Close[t - 1] - x.Middle[t - 1], x.Mean(x.CloseInside));

    /// <summary>Both pairs of moments, the more exact one with the larger weight.</summary>
    public static double Combined(LogBars x)
    {
        var (traded, openInside, closeInside) = (x.Mean(x.IsTraded), x.Mean(x.OpenInside), x.Mean(x.CloseInside));
        if (!IsEnough(x, traded) || !(openInside > 0) || !(closeInside > 0))
        {
            return double.NaN;
        }

        var fromOpen = x.Mean(t => x.Middle[t] - x.Open[t]) / traded;
        var fromClose = x.Mean(t => x.Middle[t] - x.Close[t - 1]) / traded;
        var overNight = x.Mean(t => x.Open[t] - x.Close[t - 1]) / traded;
        var (first, second) = (new double[x.Pairs], new double[x.Pairs]);
        for (var t = 1; t <= x.Pairs; t++)
        {
            var isTraded = x.IsTraded(t);
            var out1 = x.Middle[t] - x.Open[t] - (isTraded * fromOpen);
            var out3 = x.Middle[t] - x.Close[t - 1] - (isTraded * fromClose);
            var out5 = x.Open[t] - x.Close[t - 1] - (isTraded * overNight);
            var intoClose = x.Close[t - 1] - x.Middle[t - 1];
            first[t - 1] = -4 * ((out1 * (x.Open[t] - x.Middle[t - 1]) / openInside) + (out3 * intoClose / closeInside));
            second[t - 1] = -4 * ((out1 * (x.Open[t] - x.Close[t - 1]) / openInside) + (out5 * intoClose / closeInside));
        }

        var ((mean1, variance1), (mean2, variance2)) = (Moments(first), Moments(second));
        return ((variance2 * mean1) + (variance1 * mean2)) / (variance1 + variance2);
    }

    private static double Single(LogBars x, Func<int, double> outOf, Func<int, double> into, double inside)
    {
        var traded = x.Mean(x.IsTraded);
        return IsEnough(x, traded) && inside > 0
            ? -8 / inside * (x.Mean(t => outOf(t) * into(t)) - (x.Mean(outOf) * x.Mean(t => x.IsTraded(t) * into(t)) / traded))
            : double.NaN;
    }

    /// <summary>At least two pairs in which something traded.</summary>
    private static bool IsEnough(LogBars x, double traded) => Math.Round(traded * x.Pairs) >= 2;

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Average(value => value * value) - (mean * mean));
    }
}
