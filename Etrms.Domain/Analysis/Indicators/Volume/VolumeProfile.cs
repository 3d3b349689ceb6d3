using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Indicators.Volume;

/// <summary>Volume that traded about a price.</summary>
/// <param name="Price">Middle of the bucket.</param>
public readonly record struct VolumeBucket(double Price, double Volume);

/// <summary>
/// How much traded at which prices. The point of control has the most volume; the value area grows from it, a bucket at a time, to the side
/// with more, until it holds its share. A bar's volume counts at one price, which is crude: trades are better where they are known.
/// </summary>
/// <param name="Buckets">By price, those between the lowest and the highest without volume included.</param>
/// <param name="Control">Place of the bucket with the most volume; of equal ones the lowest.</param>
/// <param name="Low">Place of the lowest bucket of the value area.</param>
/// <param name="High">Place of the highest.</param>
public sealed record VolumeProfile(ImmutableArray<VolumeBucket> Buckets, int Control, int Low, int High)
{
    /// <summary>More would be a mistake in the width rather than a wish.</summary>
    private const int MostBuckets = 1_000_000;

    /// <summary>Null when nothing traded, or when the width makes too many buckets of the range.</summary>
    /// <param name="width">Of a bucket, in units of price; prices go to the nearest multiple.</param>
    /// <param name="share">Of the volume that the value area holds.</param>
    public static VolumeProfile? Of(ReadOnlySpan<double> prices, ReadOnlySpan<double> volumes, double width, double share = 0.7)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (volumes.Length != prices.Length)
        {
            throw new ArgumentException("There must be a volume for each price.", nameof(volumes));
        }

        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var price in prices)
        {
            (lowest, highest) = (Math.Min(lowest, Math.Round(price / width)), Math.Max(highest, Math.Round(price / width)));
        }

        if (prices.IsEmpty || highest - lowest >= MostBuckets)
        {
            return null;
        }

        var sums = new double[(int)(highest - lowest) + 1];
        for (var i = 0; i < prices.Length; i++)
        {
            sums[(int)(Math.Round(prices[i] / width) - lowest)] += volumes[i];
        }

        var control = Array.IndexOf(sums, sums.Max());
        return sums[control] > 0 ? Grown(sums, lowest * width, width, control, share) : null;
    }

    private static VolumeProfile Grown(double[] sums, double lowest, double width, int control, double share)
    {
        var (low, high, held, wanted) = (control, control, sums[control], share * sums.Sum());
        while (held < wanted && (low > 0 || high < sums.Length - 1))
        {
            var (below, above) = (low > 0 ? sums[low - 1] : -1, high < sums.Length - 1 ? sums[high + 1] : -1);
            held += above > below ? sums[++high] : sums[--low];
        }

        return new VolumeProfile([.. sums.Select((volume, place) => new VolumeBucket(lowest + (place * width), volume))], control, low, high);
    }
}
