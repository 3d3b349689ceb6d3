using System.Collections.Immutable;
using Etrms.Domain.Analysis.Algebra;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Analysis.Volatility;

/// <summary>How volatility over windows of one length was distributed, and where it stands now (Burghardt and Lane 1990).</summary>
/// <param name="Window">Returns in a window.</param>
/// <param name="Count">Windows there were; they overlap, so far fewer are independent.</param>
/// <param name="Rank">Share of the windows whose volatility was not above the current one.</param>
/// <param name="OverlapFactor">Makes up for the overlap when multiplied with a volatility (Hodges and Tompkins 2002); null with fewer windows than returns in one.</param>
public sealed record ConeWindow(
    int Window, int Count, double Least, ImmutableArray<double> Quantiles, double Most, double Mean, double Current, double Rank, double? OverlapFactor);

/// <summary>Rolling close-to-close volatility per length of window.</summary>
public static class VolatilityCone
{
    /// <summary>Probabilities of the quantiles, the median in the middle.</summary>
    public static ImmutableArray<double> Probabilities { get; } = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

    /// <summary>One entry per window; windows longer than the series are left out.</summary>
    /// <param name="returns">Log returns, oldest first.</param>
    /// <param name="windows">Returns in a window, at least 2.</param>
    /// <param name="returnsPerYear">365 for days of a market that never closes.</param>
    public static ImmutableArray<ConeWindow> Of(ReadOnlySpan<double> returns, ReadOnlySpan<int> windows, double returnsPerYear)
    {
        var cone = ImmutableArray.CreateBuilder<ConeWindow>();
        foreach (var window in windows)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(window, 2, nameof(windows));
            if (window <= returns.Length)
            {
                cone.Add(Of(Rolling(returns, window, returnsPerYear), window));
            }
        }

        return cone.ToImmutable();
    }

    private static ConeWindow Of(double[] volatilities, int window)
    {
        var (current, sorted) = (volatilities[^1], Quantiles.Sorted(volatilities));
        var (count, share) = (sorted.Length, (double)window / sorted.Length);
        var overlap = 1 - share + (((window * (double)window) - 1) / (3.0 * count * count));
        return new ConeWindow(
            window,
            count,
            sorted[0],
            [.. Probabilities.Select(probability => Quantiles.Type7(sorted, probability))],
            sorted[^1],
            sorted.Average(),
            current,
            (double)sorted.Count(volatility => volatility <= current) / count,
            share < 1 ? 1 / Math.Sqrt(overlap) : null);
    }

    /// <summary>Volatility of every window, each taken anew so that rounding does not add up.</summary>
    private static double[] Rolling(ReadOnlySpan<double> returns, int window, double returnsPerYear)
    {
        var volatilities = new double[returns.Length - window + 1];
        for (var i = 0; i < volatilities.Length; i++)
        {
            volatilities[i] = Math.Sqrt(returnsPerYear * Moments.Variance(returns.Slice(i, window)));
        }

        return volatilities;
    }
}
