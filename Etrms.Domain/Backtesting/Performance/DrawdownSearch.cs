using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Risk.Measures.Drawdowns;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>The largest fall of an equity curve from its running peak, which starts at the initial capital.</summary>
/// <param name="Fraction">Fall over peak.</param>
/// <param name="Money">Largest fall in quote units, which may be another one.</param>
/// <param name="PeakMs">Candle of the peak; null for the initial capital or without a fall.</param>
/// <param name="TroughMs">Candle of the bottom; null without a fall.</param>
internal readonly record struct DrawdownSearch(double Fraction, double Money, long? PeakMs, long? TroughMs)
{
    private const long Start = -1;

    public static DrawdownSearch Of(EquityRecord equity, double initial)
    {
        var values = equity.Values;
        var (worst, fall) = (default(DrawdownSearch), new OpenFall(initial, Start));
        for (var i = 0; i < values.Length; i++)
        {
            if (fall.EndsWith(values[i]))
            {
                worst = worst.OrWorse(equity, fall);
            }

            fall.Take(values[i], i);
        }

        return worst.OrWorse(equity, fall);
    }

    /// <summary>This one, or the fall from a peak to the bottom before the next.</summary>
    private DrawdownSearch OrWorse(EquityRecord equity, in OpenFall fall)
    {
        var worst = this with { Money = Math.Max(Money, fall.Peak - fall.Trough) };
        return !fall.IsFalling || fall.Depth <= Fraction
            ? worst
            : worst with
            {
                Fraction = fall.Depth,
                PeakMs = fall.ReachedAt == Start ? null : equity.Times[(int)fall.ReachedAt],
                TroughMs = equity.Times[(int)fall.TroughAt],
            };
    }
}
