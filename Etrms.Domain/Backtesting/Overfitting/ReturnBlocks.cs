using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>Into how many blocks the returns of trials are cut for cross-validation, and whether they are those of days or of candles.</summary>
/// <param name="Count">Even.</param>
internal sealed record ReturnBlocks(int Count, bool IsDaily)
{
    /// <summary>Splits times trials that are affordable in a second or two.</summary>
    private const long Affordable = 1_000_000;

    private const int Fewest = 8;
    private const int FewestDays = 60;

    /// <summary>As many blocks as so many trials allow; null when there is too little to cut.</summary>
    public static ReturnBlocks? For(long trials, TimeSpan range, long bars)
    {
        var isDaily = range.TotalDays >= FewestDays;
        var periods = isDaily ? (long)range.TotalDays - 1 : bars - 1;
        var count = 16;
        while (count > Fewest && Splits(count) * trials > Affordable)
        {
            count -= 2;
        }

        return trials < 2 || periods < 2 * count ? null : new ReturnBlocks(count, isDaily);
    }

    public BlockSums? Of(EquityRecord equity, double[] perDay)
    {
        var returns = IsDaily ? perDay : EquityReturns.PerBar(equity);
        return returns.Length < 2 * Count || !returns.All(double.IsFinite) ? null : BlockSums.Of(returns, Count);
    }

    private static long Splits(int blocks)
    {
        var splits = 1L;
        for (var i = 1; i <= blocks / 2; i++)
        {
            splits = splits * (blocks - (blocks / 2) + i) / i;
        }

        return splits;
    }
}
