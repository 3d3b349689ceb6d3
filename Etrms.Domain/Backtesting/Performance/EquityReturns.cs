using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>Simple returns of an equity curve, between its points: the first one has no point before it.</summary>
public static class EquityReturns
{
    private const long DayMs = 86_400_000;

    /// <summary>From candle to candle.</summary>
    public static double[] PerBar(EquityRecord equity)
    {
        var returns = new double[Math.Max(0, equity.Count - 1)];
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = (equity.Values[i + 1] / equity.Values[i]) - 1;
        }

        return returns;
    }

    /// <summary>From the last candle of one UTC day to that of the next. Days without candles count as flat.</summary>
    public static double[] PerDay(EquityRecord equity)
    {
        var returns = new List<double>();
        double? former = null;
        for (var i = 0; i < equity.Count; i++)
        {
            var day = equity.Times[i] / DayMs;
            var next = i + 1 == equity.Count ? day + 1 : equity.Times[i + 1] / DayMs;
            if (next == day)
            {
                continue;
            }

            if (former is { } before)
            {
                returns.Add((equity.Values[i] / before) - 1);
            }

            former = equity.Values[i];
            returns.AddRange(Enumerable.Repeat(0.0, (int)(next - day - 1)));
        }

        return [.. returns];
    }
}
