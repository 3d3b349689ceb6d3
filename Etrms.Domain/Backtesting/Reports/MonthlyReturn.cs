using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Return from the last close of one UTC month to that of the next; the first begins with the initial capital.</summary>
public sealed record MonthlyReturn(int Year, int Month, double Return)
{
    public static ImmutableArray<MonthlyReturn> Of(BacktestRun run)
    {
        var months = ImmutableArray.CreateBuilder<MonthlyReturn>();
        var before = (double)run.InitialCapital;
        for (var i = 0; i < run.Equity.Count; i++)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[i]);
            var isLast = i + 1 == run.Equity.Count || DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[i + 1]).Month != at.Month;
            if (isLast)
            {
                months.Add(new MonthlyReturn(at.Year, at.Month, before > 0 ? (run.Equity.Values[i] / before) - 1 : 0));
                before = run.Equity.Values[i];
            }
        }

        return months.ToImmutable();
    }
}
