using System.Collections.Immutable;
using Etrms.Domain.Analysis.Regimes.ChangePoints;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>A place at which returns became wider or narrower.</summary>
/// <param name="First">Index of the first return after it.</param>
/// <param name="Before">Deviation of the returns from the change before, or the first, up to it; about nothing.</param>
/// <param name="After">The same up to the next change, or the newest.</param>
public sealed record VolatilityShift(int First, double Before, double After);

/// <summary>
/// Where the volatility of returns changed, looking back from the newest: a change is seen only some bars after it was, and a later bar may take it
/// back. So it is for reading and not for acting.
/// </summary>
public static class VolatilityShifts
{
    /// <summary>Fewer returns that are more than nothing have no changes worth the name.</summary>
    private const int Least = 50;

    /// <summary>Share of the median that is added before the logarithm is taken, since returns near nothing would else be the outliers.</summary>
    private const double Cushion = 0.1;

    /// <summary>
    /// Times the logarithm of the number of returns, for each change. Of series whose volatility stays, normal or with heavy tails, fewer than one in
    /// a hundred then has any.
    /// </summary>
    private const double Penalty = 3;

    /// <summary>
    /// Oldest first; empty of too few returns, and where one is no finite number. It looks for changes in the level of the logarithm of how large
    /// returns are: there a volatility is a level, and a single large return no change.
    /// </summary>
    public static ImmutableArray<VolatilityShift> Of(ReadOnlySpan<double> returns)
    {
        var sizes = Array.ConvertAll(returns.ToArray(), Math.Abs);
        var moving = Array.FindAll(sizes, size => size > 0);
        if (moving.Length < Least || !Array.TrueForAll(sizes, double.IsFinite))
        {
            return [];
        }

        var cushion = Cushion * moving.Order().ElementAt(moving.Length / 2);
        if (NoiseScale.Of(Array.ConvertAll(moving, Level)) is not { } noise)
        {
            return [];
        }

        var changes = ChangePointSearch.Pelt(new MeanCost(Array.ConvertAll(sizes, size => Level(size) / noise)), Penalty * Math.Log(sizes.Length));
        int[] ends = [0, .. changes, sizes.Length];
        var deviations = ends.Zip(ends.Skip(1), (from, to) => Math.Sqrt(sizes[from..to].Average(size => size * size))).ToArray();
        return [.. changes.Select((first, place) => new VolatilityShift(first, deviations[place], deviations[place + 1]))];

        double Level(double size) => Math.Log(size + cushion);
    }
}
