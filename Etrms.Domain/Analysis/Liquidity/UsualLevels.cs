using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>
/// How large the levels of one side usually are: medians of the median and of the absolute deviation of their logarithms, over the newest past, so
/// that the walls that are looked for do not widen what counts as usual.
/// </summary>
internal sealed class UsualLevels(WallRules rules)
{
    /// <summary>Deviation of a normal distribution over its median absolute deviation.</summary>
    private const double OfMedian = 1.4826;

    /// <summary>No level holds more, and a decimal still does.</summary>
    private const double Largest = 1e27;

    /// <summary>Fewer levels are no side to speak of.</summary>
    private const int LeastLevels = 5;

    private readonly RunningMedian _middles = new(rules.Orders.Lookback);
    private readonly RunningMedian _spreads = new(rules.Orders.Lookback);
    private DateTimeOffset? _lookedAt;

    /// <summary>Size above which a level is a wall; null while too few books were seen.</summary>
    public decimal? Threshold { get; private set; }

    /// <summary>Takes what stands near the middle, or all that is seen where few levels do. Levels without a quantity are none.</summary>
    public void Look(ImmutableArray<BookLevel> levels, in WallMoment moment)
    {
        if (moment.At - _lookedAt < rules.SampleEvery)
        {
            return;
        }

        _lookedAt = moment.At;
        var now = moment;
        var sizes = Logarithms(levels.Where(level => now.IsNear(level.Price)));
        sizes = sizes.Length >= LeastLevels ? sizes : Logarithms(levels);
        if (sizes.Length < LeastLevels)
        {
            return;
        }

        var middle = MedianOf(sizes);
        _middles.MoveTo(moment.At);
        _spreads.MoveTo(moment.At);
        _middles.Add(moment.At, middle);
        _spreads.Add(moment.At, MedianOf([.. sizes.Select(size => Math.Abs(size - middle))]));
        Threshold = _middles.Count < rules.Orders.LeastSizes ? null : (decimal)Math.Min(WallFrom(), Largest);
    }

    private double WallFrom() =>
        Math.Exp(_middles.Median!.Value + Math.Max(Math.Log(rules.Orders.SizeMultiple), rules.Deviations * OfMedian * _spreads.Median!.Value));

    private static double[] Logarithms(IEnumerable<BookLevel> levels) =>
        [.. levels.Where(level => level.Quantity > 0).Select(level => Math.Log((double)level.Quantity))];

    private static double MedianOf(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
