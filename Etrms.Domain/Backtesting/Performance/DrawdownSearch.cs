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
        var (peak, peakAt) = (initial, (long?)null);
        var worst = default(DrawdownSearch);
        for (var i = 0; i < equity.Count; i++)
        {
            var value = equity.Values[i];
            if (value > peak)
            {
                (peak, peakAt) = (value, equity.Times[i]);
            }

            var fraction = 1 - (value / peak);
            if (fraction > worst.Fraction)
            {
                worst = worst with { Fraction = fraction, PeakMs = peakAt, TroughMs = equity.Times[i] };
            }

            worst = worst with { Money = Math.Max(worst.Money, peak - value) };
        }

        return worst;
    }
}
