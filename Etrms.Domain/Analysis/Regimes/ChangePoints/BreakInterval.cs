using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>Between which values a break lies with a probability, all counted from 1.</summary>
public readonly record struct BreakInterval(int Low, int Break, int High)
{
    /// <summary>
    /// Intervals of the breaks of a partition after Bai, "Estimation of a change point in multiple regression models" (Review of Economics and
    /// Statistics, 1997), with a variance of its own on each side. Null when a segment does not vary or two neighbours have one mean.
    /// </summary>
    public static ImmutableArray<BreakInterval>? Of(ReadOnlySpan<double> values, ImmutableArray<int> breaks, double level = 0.95)
    {
        int[] ends = [0, .. breaks, values.Length];
        var sides = new (double Mean, double Variance)[ends.Length - 1];
        for (var i = 0; i < sides.Length; i++)
        {
            sides[i] = Moments(values[ends[i]..ends[i + 1]]);
        }

        var intervals = ImmutableArray.CreateBuilder<BreakInterval>();
        for (var i = 0; i < breaks.Length; i++)
        {
            var (before, after) = (sides[i], sides[i + 1]);
            var shift = after.Mean - before.Mean;
            var scale = shift * shift / before.Variance;
            var ratio = after.Variance / before.Variance;
            if (!(scale > 0) || !(ratio > 0) || !double.IsFinite(scale * ratio))
            {
                return null;
            }

            var low = -Reach(distance => Left(distance, ratio) <= (1 - level) / 2) / scale;
            var high = Reach(distance => Right(distance, ratio) >= (1 + level) / 2) / scale;

            // They bound the estimate less the break itself, so the break lies the other way from the estimate.
            intervals.Add(new BreakInterval(breaks[i] - (int)Math.Ceiling(high), breaks[i], breaks[i] - (int)Math.Floor(low)));
        }

        return intervals.ToImmutable();
    }

    /// <summary>The distance from which on something holds, by doubling and halving.</summary>
    private static double Reach(Func<double, bool> isReached)
    {
        const int Halvings = 100;
        var (near, far) = (0.0, 1.0);
        while (!isReached(far) && far < 1e6)
        {
            (near, far) = (far, 2 * far);
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = (near + far) / 2;
            (near, far) = isReached(middle) ? (near, middle) : (middle, far);
        }

        return far;
    }

    /// <summary>Probability that the maximum of the two-sided process lies farther to the left than a distance (Bai 1997, appendix).</summary>
    /// <param name="ratio">Variance after the break over the one before.</param>
    private static double Left(double distance, double ratio)
    {
        var inverse = 1 / ratio;
        return (ratio * (ratio + 2) / (ratio + 1) * -Product(inverse * (1 + inverse) * distance / 2, -(0.5 + inverse) * Math.Sqrt(distance)))
            - Hump(distance, 1)
            + (((distance / 2) - 2 + ((ratio + 2) * (ratio + 2) / (ratio + 1))) * Product(0, -Math.Sqrt(distance) / 2));
    }

    /// <summary>Probability that it lies nearer than a distance to the right, or to the left.</summary>
    private static double Right(double distance, double ratio)
    {
        var inverse = 1 / ratio;
        var root = Math.Sqrt(distance);
        return 1 + (Math.Sqrt(inverse) * Hump(distance, inverse))
            + (inverse * ((2 * ratio) + 1) / (ratio + 1) * Product((ratio + 1) * distance / 2, -(ratio + 0.5) / Math.Sqrt(ratio) * root))
            - ((((2 * ratio) + 1) * ((2 * ratio) + 1) / ((ratio + 1) * ratio)) - 2 + (inverse * distance / 2)) * Product(0, -Math.Sqrt(inverse) * root / 2);
    }

    private static double Hump(double distance, double scale) => Math.Sqrt(distance / (2 * Math.PI)) * Math.Exp(-scale * distance / 8);

    /// <summary>exp(power) times the normal probability below z, for z that is not positive.</summary>
    private static double Product(double power, double z)
    {
        const double Far = -30;
        if (z > Far)
        {
            return Math.Exp(power + Math.Log(Normal.CDF(0, 1, z)));
        }

        // Mills' ratio: the probability itself would be lost in the smallest doubles.
        return Math.Exp(power - (z * z / 2)) / (-z * Math.Sqrt(2 * Math.PI)) * (1 - (1 / (z * z)));
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / values.Length);
    }
}
