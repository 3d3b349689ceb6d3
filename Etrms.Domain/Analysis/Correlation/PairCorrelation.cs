using Etrms.Domain.Analysis.Algebra;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Whether a Pearson correlation differs from 0, and where it may lie.</summary>
/// <param name="T">Statistic of Student's t with <paramref name="Degrees"/> degrees of freedom.</param>
/// <param name="Low">Lower end of the interval that holds it with 95 %, by Fisher's z.</param>
/// <param name="High">Upper end.</param>
public readonly record struct CorrelationTest(double Correlation, double T, int Degrees, double PValue, double Low, double High);

/// <summary>Correlation of two series of one length. Log returns at the same instants: prices that trend always seem correlated.</summary>
public static class PairCorrelation
{
    private const double TwoSided = 0.975;
    private const int EnoughForTest = 4;
    private const double Rounding = 1e-12;

    /// <summary>Null with fewer than 2 points, or where one does not move.</summary>
    public static double? Pearson(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Check(left, right);
        return left.Length < 2 ? null : OrNull(Dots.Of(Standardised(left), Standardised(right)));
    }

    /// <summary>Pearson's of the ranks; equal values share the mean of their ranks.</summary>
    public static double? Spearman(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Check(left, right);
        return Pearson(Ranks.Of(left), Ranks.Of(right));
    }

    /// <summary>Kendall's tau-b: pairs in order less pairs in disorder, corrected for ties; in n log n steps (Knight 1966).</summary>
    public static double? Kendall(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Check(left, right);
        return OrNull(KendallOrder.TauB(left, right));
    }

    /// <summary>Null without a correlation, with one of 1 or -1, or with fewer than 4 points.</summary>
    public static CorrelationTest? Test(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length < EnoughForTest || Pearson(left, right) is not { } correlation || 1 - (correlation * correlation) <= Rounding)
        {
            return null;
        }

        var degrees = left.Length - 2;
        var t = correlation * Math.Sqrt(degrees / (1 - (correlation * correlation)));
        var reach = Normal.InvCDF(0, 1, TwoSided) / Math.Sqrt(left.Length - 3);
        return new CorrelationTest(
            correlation, t, degrees,
            SpecialFunctions.BetaRegularized(degrees / 2.0, 0.5, degrees / (degrees + (t * t))),
            Math.Tanh(Math.Atanh(correlation) - reach),
            Math.Tanh(Math.Atanh(correlation) + reach));
    }

    /// <summary>Centred and brought to length 1; NaN throughout where nothing moves.</summary>
    internal static double[] Standardised(ReadOnlySpan<double> values)
    {
        var standardised = values.ToArray();
        var mean = Moments.Mean(values);
        var largest = 0.0;
        for (var i = 0; i < standardised.Length; i++)
        {
            standardised[i] -= mean;
            largest = Math.Max(largest, Math.Abs(standardised[i]));
        }

        // What is left of a constant series is rounding, not movement.
        var length = largest <= Rounding * Math.Abs(mean) ? double.NaN : Math.Sqrt(Dots.Of(standardised, standardised));
        for (var i = 0; i < standardised.Length; i++)
        {
            standardised[i] /= length;
        }

        return standardised;
    }

    private static void Check(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException("Two series must have one length.", nameof(right));
        }
    }

    /// <summary>Rounding may carry a perfect correlation a hair beyond 1.</summary>
    private static double? OrNull(double correlation) => double.IsNaN(correlation) ? null : Math.Clamp(correlation, -1, 1);
}
