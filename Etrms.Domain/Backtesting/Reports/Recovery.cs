using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>How long equity stays below a peak.</summary>
internal static class Recovery
{
    /// <summary>Null when equity never fell.</summary>
    public static double? LongestDays(EquityRecord equity, double initial, TimeSpan step)
    {
        var times = equity.Times;
        var values = equity.Values;
        var (peak, peakAt, longest, isBelow) = (initial, times[0], 0L, false);
        for (var i = 0; i < values.Length; i++)
        {
            isBelow |= values[i] < peak;
            if (values[i] >= peak)
            {
                longest = isBelow ? Math.Max(longest, times[i] - peakAt) : longest;
                (peak, peakAt, isBelow) = (values[i], times[i], false);
            }
        }

        longest = isBelow ? Math.Max(longest, times[^1] + (long)step.TotalMilliseconds - peakAt) : longest;
        return longest == 0 ? null : longest / TimeSpan.FromDays(1).TotalMilliseconds;
    }
}
