using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>One second of a bar: the price at its end and what traded in it (quantity 0: a quote only).</summary>
internal readonly record struct PathStep(DateTimeOffset At, decimal Price, decimal Quantity, bool BuyerIsMaker);

/// <summary>
/// Draws a second-by-second path through a bar: open, the two extremes in a seeded order, close, and a noisy bridge between. The path
/// touches high and low exactly, never leaves them, and its quantities sum to the bar's volume.
/// </summary>
internal static class BarPath
{
    /// <summary>Bridge noise as a share of the bar's range.</summary>
    private const double Roughness = 0.12;

    public static PathStep[] Draw(Instrument instrument, Candle bar, TimeSpan interval, int seed)
    {
        var noise = Noise.For(seed, instrument.Id.Symbol, bar.OpenAt.ToUnixTimeSeconds());
        var count = (int)interval.TotalSeconds;
        var points = Waypoints(bar, count, ref noise);
        var prices = Bridge(instrument, bar, points, ref noise);
        var quantities = Share(instrument.StepSize, bar.Volume, points, count, ref noise);
        var steps = new PathStep[count];
        for (var i = 0; i < count; i++)
        {
            var change = prices[i].CompareTo(i == 0 ? bar.Open : prices[i - 1]);
            var buyerIsMaker = change == 0 ? noise.Below(2) == 0 : change < 0;
            steps[i] = new PathStep(bar.OpenAt.AddSeconds(i), prices[i], quantities[i], buyerIsMaker);
        }

        return steps;
    }

    private static (int Index, decimal Price)[] Waypoints(Candle bar, int count, ref Noise noise)
    {
        var first = 1 + noise.Below((count - 2) / 2);
        var second = first + 1 + noise.Below(count - 2 - first);

        // Rising bars more often dip first, falling bars more often rise first.
        var lowFirst = noise.Uniform() < (bar.Close >= bar.Open ? 0.65 : 0.35);
        return
        [
            (0, bar.Open), (first, lowFirst ? bar.Low : bar.High), (second, lowFirst ? bar.High : bar.Low), (count - 1, bar.Close),
        ];
    }

    private static decimal[] Bridge(Instrument instrument, Candle bar, (int Index, decimal Price)[] points, ref Noise noise)
    {
        var prices = new decimal[points[^1].Index + 1];
        var sigma = (double)(bar.High - bar.Low) * Roughness;
        for (var leg = 1; leg < points.Length; leg++)
        {
            var ((from, start), (to, end)) = (points[leg - 1], points[leg]);
            prices[from] = start;
            prices[to] = end;
            var wander = 0.0;
            for (var i = from + 1; i < to; i++)
            {
                // The wander is pulled back to zero as the leg ends, so that the next waypoint is met.
                wander = (wander * (to - i) / (to - i + 1)) + (sigma * noise.Normal() / Math.Sqrt(to - from));
                var straight = start + ((end - start) * (i - from) / (to - from));
                var price = instrument.RoundPriceDown(straight + (decimal)wander + (instrument.TickSize / 2));
                prices[i] = Math.Clamp(price, bar.Low, bar.High);
            }
        }

        return prices;
    }

    /// <summary>Whole lots by random weight; waypoints trade first, and the last one takes the remainder.</summary>
    private static decimal[] Share(decimal step, decimal volume, (int Index, decimal Price)[] points, int count, ref Noise noise)
    {
        var quantities = new decimal[count];
        var left = volume;
        foreach (var (index, _) in points)
        {
            var lot = Math.Min(step, left);
            quantities[index] += lot;
            left -= lot;
        }

        var weights = new double[count];
        var total = 0.0;
        for (var i = 0; i < count; i++)
        {
            weights[i] = -Math.Log(1 - noise.Uniform());
            total += weights[i];
        }

        var spread = left;
        for (var i = 0; i < count; i++)
        {
            var lots = Math.Min(left, Math.Floor(spread * (decimal)(weights[i] / total) / step) * step);
            quantities[i] += lots;
            left -= lots;
        }

        quantities[^1] += left;
        return quantities;
    }
}
