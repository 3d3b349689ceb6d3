using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>Ways to estimate a spread from bars, for history without a book.</summary>
public enum SpreadEstimator
{
    /// <summary>Roll (1984): from the covariance of neighbouring returns.</summary>
    Roll,

    /// <summary>Corwin and Schultz (2012): from the highs and lows of one bar and of two, mean of all pairs.</summary>
    CorwinSchultz,

    /// <summary>The same, with pairs below 0 counted as 0.</summary>
    CorwinSchultzFloored,

    /// <summary>Abdi and Ranaldo (2017): from closes against the middles before and after.</summary>
    AbdiRanaldo,

    /// <summary>The same, root by root, with pairs below 0 counted as 0.</summary>
    AbdiRanaldoFloored,

    /// <summary>First half of EDGE: opens against the middle after and the close before.</summary>
    OpenAgainstClose,

    /// <summary>Second half of EDGE: closes against the open after and the middle before.</summary>
    CloseAgainstOpen,

    /// <summary>Ardia, Guidotti and Kroencke (2024): four moments, weighted by how exact each pair of them is.</summary>
    Edge,
}

/// <summary>
/// Estimated spreads as fractions of the price. Where volatility is large against the spread they are many times too large: they compare, they
/// do not measure.
/// </summary>
public static class SpreadEstimates
{
    /// <summary>The columns that an estimator reads.</summary>
    public static BarColumns Reads(SpreadEstimator estimator) => estimator switch
    {
        SpreadEstimator.Roll => BarColumns.Close,
        SpreadEstimator.CorwinSchultz or SpreadEstimator.CorwinSchultzFloored => BarColumns.RangeAndClose,
        SpreadEstimator.AbdiRanaldo or SpreadEstimator.AbdiRanaldoFloored => BarColumns.RangeAndClose,
        SpreadEstimator.OpenAgainstClose or SpreadEstimator.CloseAgainstOpen or SpreadEstimator.Edge => BarColumns.Prices,
    };

    /// <summary>Null for too few bars, for prices that are not positive, and where nothing traded.</summary>
    /// <param name="isSigned">Whether a negative square comes out as a negative spread instead of its size.</param>
    public static double? Of(SpreadEstimator estimator, BarSpans bars, bool isSigned = false)
    {
        if (bars.Count < 3)
        {
            return null;
        }

        var logs = new LogBars(bars);
        var spread = estimator switch
        {
            SpreadEstimator.Roll => Root(Roll(logs)),
            SpreadEstimator.CorwinSchultz => logs.Mean(logs.CorwinSchultz),
            SpreadEstimator.CorwinSchultzFloored => logs.Mean(t => Math.Max(0, logs.CorwinSchultz(t))),
            SpreadEstimator.AbdiRanaldo => Root(logs.Mean(logs.AbdiRanaldo)),
            SpreadEstimator.AbdiRanaldoFloored => logs.Mean(t => Math.Sqrt(Math.Max(0, logs.AbdiRanaldo(t)))),
            SpreadEstimator.OpenAgainstClose => Root(EdgeMoments.OpenAgainstClose(logs)),
            SpreadEstimator.CloseAgainstOpen => Root(EdgeMoments.CloseAgainstOpen(logs)),
            SpreadEstimator.Edge => Root(EdgeMoments.Combined(logs)),
        };
        return !double.IsFinite(spread) ? null : isSigned ? spread : Math.Abs(spread);
    }

    /// <summary>Over the newest so many bars at each bar; NaN before, and where there is no estimate.</summary>
    public static double[] Rolling(SpreadEstimator estimator, BarSpans bars, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 3);
        var spreads = new double[bars.Count];
        Array.Fill(spreads, double.NaN);
        for (var end = window; end <= spreads.Length; end++)
        {
            spreads[end - 1] = Of(estimator, bars.Slice(end - window, window)) ?? double.NaN;
        }

        return spreads;
    }

    /// <summary>Square of the spread: minus four times the sample covariance of a return and the one before.</summary>
    private static double Roll(LogBars logs)
    {
        var pairs = logs.Close.Length - 2;
        var (now, before, product) = (0.0, 0.0, 0.0);
        for (var t = 2; t < logs.Close.Length; t++)
        {
            var (r1, r2) = (logs.Close[t] - logs.Close[t - 1], logs.Close[t - 1] - logs.Close[t - 2]);
            (now, before, product) = (now + r1, before + r2, product + (r1 * r2));
        }

        return pairs < 2 ? double.NaN : -4 * (product - (now * before / pairs)) / (pairs - 1);
    }

    private static double Root(double square) => Math.CopySign(Math.Sqrt(Math.Abs(square)), square);
}
