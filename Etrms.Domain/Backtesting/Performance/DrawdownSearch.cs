using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>The largest fall of an equity curve from its running peak, which starts at the initial capital.</summary>
/// <param name="Fraction">Fall over peak.</param>
/// <param name="Money">Largest fall in quote units, which may be another one.</param>
/// <param name="PeakMs">Candle of the peak; null for the initial capital or without a fall.</param>
/// <param name="TroughMs">Candle of the bottom; null without a fall.</param>
internal readonly record struct DrawdownSearch(double Fraction, double Money, long? PeakMs, long? TroughMs)
{
    public static DrawdownSearch Of(EquityRecord equity, double initial)
    {
        var values = equity.Values;
        var worst = default(DrawdownSearch);
        var (peak, peakAt, trough, troughAt) = (initial, -1, initial, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] > peak)
            {
                worst = worst.OrWorse(equity, peak, peakAt, trough, troughAt);
                (peak, peakAt, trough, troughAt) = (values[i], i, values[i], -1);
            }
            else if (values[i] < trough)
            {
                (trough, troughAt) = (values[i], i);
            }
        }

        return worst.OrWorse(equity, peak, peakAt, trough, troughAt);
    }

    /// <summary>This one, or the fall from a peak to the bottom before the next.</summary>
    private DrawdownSearch OrWorse(EquityRecord equity, double peak, int peakAt, double trough, int troughAt)
    {
        var worst = this with { Money = Math.Max(Money, peak - trough) };
        var fraction = 1 - (trough / peak);
        return troughAt < 0 || fraction <= Fraction
            ? worst
            : worst with { Fraction = fraction, PeakMs = peakAt < 0 ? null : equity.Times[peakAt], TroughMs = equity.Times[troughAt] };
    }
}
