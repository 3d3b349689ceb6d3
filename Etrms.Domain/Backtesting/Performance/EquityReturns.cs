using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>Simple returns of an equity curve, between its points: the first one has no point before it.</summary>
public static class EquityReturns
{
    private const long DayMs = 86_400_000;

    /// <summary>From candle to candle.</summary>
    public static double[] PerBar(EquityRecord equity)
    {
        var returns = new double[CountPerBar(equity)];
        PerBar(equity, returns);
        return returns;
    }

    internal static int CountPerBar(EquityRecord equity) => Math.Max(0, equity.Count - 1);

    /// <summary>The same into an array that is there already.</summary>
    internal static void PerBar(EquityRecord equity, Span<double> returns)
    {
        var values = equity.Values;
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = (values[i + 1] / values[i]) - 1;
        }
    }

    /// <summary>From the last candle of one UTC day to that of the next. Days without candles count as flat.</summary>
    public static double[] PerDay(EquityRecord equity)
    {
        var times = equity.Times;
        var values = equity.Values;
        var returns = new List<double>();
        double? former = null;
        for (var i = 0; i < times.Length;)
        {
            var nextDay = ((times[i] / DayMs) + 1) * DayMs;
            do
            {
                i++;
            }
            while (i < times.Length && times[i] < nextDay);

            if (former is { } before)
            {
                returns.Add((values[i - 1] / before) - 1);
            }

            former = values[i - 1];
            for (var day = nextDay + DayMs; i < times.Length && day <= times[i]; day += DayMs)
            {
                returns.Add(0);
            }
        }

        return [.. returns];
    }
}
