using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>The ratios that reports and optimizations share; each null where it is not defined.</summary>
internal static class Ratios
{
    public const double DaysPerYear = 365;

    public static double? Over(double value, double by) => by == 0 ? null : value / by;

    /// <summary>Null for what is no number: JSON knows none of them, and neither does a reader.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>
    /// (final / initial)^(365 / days) - 1 with days from the first open to the last close; null after a loss of everything, and where a run is so short
    /// that its year is beyond all numbers.
    /// </summary>
    public static double? AnnualizedReturn(BacktestRun run, TimeSpan step)
    {
        var growth = run.Equity.Values[^1] / (double)run.InitialCapital;
        var days = (run.Equity.Times[^1] - run.Equity.Times[0] + step.TotalMilliseconds) / TimeSpan.FromDays(1).TotalMilliseconds;
        return growth > 0 ? Finite(Math.Pow(growth, DaysPerYear / days) - 1) : null;
    }

    /// <summary>Net results of the closed trades, in quote units.</summary>
    public static double[] NetResults(BacktestRun run)
    {
        var results = new List<double>(run.Trades.Length);
        foreach (var trade in run.Trades)
        {
            if (trade.NetPnl is { } net && !trade.IsOpen)
            {
                results.Add((double)net);
            }
        }

        return [.. results];
    }
}
