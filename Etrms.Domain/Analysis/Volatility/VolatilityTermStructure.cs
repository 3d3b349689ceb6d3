using System.Collections.Immutable;
using Etrms.Domain.Analysis.Volatility.Garch;

namespace Etrms.Domain.Analysis.Volatility;

/// <summary>Variance expected over a horizon, and the volatility per year that makes the same of it.</summary>
public readonly record struct TermPoint(int Periods, double CumulativeVariance, double Volatility);

/// <summary>Volatility by horizon that a GARCH(1,1) expects: from today's towards the long-run one.</summary>
/// <param name="LongRunVariance">Null when shocks do not die out.</param>
/// <param name="LongRunVolatility">Per year; null when shocks do not die out.</param>
/// <param name="HalfLife">Periods after which half of a shock is left; null when shocks do not die out.</param>
public sealed record VolatilityTermStructure(
    double Persistence, double? LongRunVariance, double? LongRunVolatility, double? HalfLife, ImmutableArray<TermPoint> Points)
{
    /// <param name="parameters">In the unit of the variances.</param>
    /// <param name="nextVariance">Expected of the next period.</param>
    /// <param name="horizons">Periods ahead, each at least 1.</param>
    /// <param name="periodsPerYear">365 for days of a market that never closes.</param>
    public static VolatilityTermStructure Of(GarchParameters parameters, double nextVariance, ReadOnlySpan<int> horizons, double periodsPerYear)
    {
        var persistence = parameters.Persistence;
        var longRun = persistence < 1 ? parameters.Omega / (1 - persistence) : (double?)null;
        var points = ImmutableArray.CreateBuilder<TermPoint>(horizons.Length);
        foreach (var horizon in horizons)
        {
            var cumulative = Cumulative(parameters, nextVariance, horizon);
            points.Add(new TermPoint(horizon, cumulative, Math.Sqrt(periodsPerYear * cumulative / horizon)));
        }

        return new VolatilityTermStructure(
            persistence,
            longRun,
            longRun is { } variance ? Math.Sqrt(periodsPerYear * variance) : null,
            persistence is > 0 and < 1 ? Math.Log(0.5) / Math.Log(persistence) : null,
            points.MoveToImmutable());
    }

    private static double Cumulative(GarchParameters parameters, double variance, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var sum = 0.0;
        for (var period = 0; period < horizon; period++)
        {
            sum += variance;
            variance = parameters.Omega + (parameters.Persistence * variance);
        }

        return sum;
    }
}
