using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>Logarithms of bars, and what a bar says together with the one before it.</summary>
internal sealed class LogBars
{
    /// <summary>3 - 2 sqrt(2), which Corwin and Schultz divide by.</summary>
    private static readonly double Divisor = 3 - (2 * Math.Sqrt(2));

    public LogBars(BarSpans bars)
    {
        (Open, High, Low, Close) = (Logs(bars.Open), Logs(bars.High), Logs(bars.Low), Logs(bars.Close));
        Middle = [.. High.Zip(Low, (high, low) => (high + low) / 2)];
    }

    public double[] Open { get; }

    public double[] High { get; }

    public double[] Low { get; }

    public double[] Close { get; }

    public double[] Middle { get; }

    /// <summary>Pairs of neighbouring bars; each is named by its second bar.</summary>
    public int Pairs => Close.Length - 1;

    /// <summary>Mean over all pairs.</summary>
    public double Mean(Func<int, double> of)
    {
        var sum = 0.0;
        for (var t = 1; t <= Pairs; t++)
        {
            sum += of(t);
        }

        return sum / Pairs;
    }

    /// <summary>1 when anything traded at another price than the last close, else 0.</summary>
    public double IsTraded(int t) => Differs(High[t], Low[t]) || Differs(Low[t], Close[t - 1]) ? 1 : 0;

    /// <summary>How often, of twice, the open is not an end of its bar.</summary>
    public double OpenInside(int t) => IsTraded(t) * (Count(Open[t], High[t]) + Count(Open[t], Low[t]));

    /// <summary>The same of the close before.</summary>
    public double CloseInside(int t) => IsTraded(t) * (Count(Close[t - 1], High[t - 1]) + Count(Close[t - 1], Low[t - 1]));

    /// <summary>Square of the spread.</summary>
    public double AbdiRanaldo(int t) => 4 * (Close[t - 1] - Middle[t - 1]) * (Close[t - 1] - Middle[t]);

    /// <summary>Spread of a pair, may be negative; a gap between the bars is closed first, since it is not range.</summary>
    public double CorwinSchultz(int t)
    {
        var (single, before) = (High[t] - Low[t], High[t - 1] - Low[t - 1]);
        var beta = (single * single) + (before * before);
        var alpha = ((Math.Sqrt(2 * beta) - Math.Sqrt(beta)) / Divisor) - (RangeOfBoth(t) / Math.Sqrt(Divisor));
        return 2 * (Math.Exp(alpha) - 1) / (1 + Math.Exp(alpha));
    }

    /// <summary>Log of the highest over the lowest of both bars, without the gap between them.</summary>
    private double RangeOfBoth(int t)
    {
        var gap = Math.Max(0, Close[t - 1] - High[t]) + Math.Min(0, Close[t - 1] - Low[t]);
        return Math.Max(High[t] + gap, High[t - 1]) - Math.Min(Low[t] + gap, Low[t - 1]);
    }

    /// <summary>The same prices have the same logarithms, so nothing but equality is meant.</summary>
    private static bool Differs(double left, double right) => !left.Equals(right);

    private static int Count(double left, double right) => Differs(left, right) ? 1 : 0;

    private static double[] Logs(ReadOnlySpan<double> prices)
    {
        var logs = new double[prices.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log(prices[i]);
        }

        return logs;
    }
}
