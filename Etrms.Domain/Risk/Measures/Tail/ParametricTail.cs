using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// Tails of a distribution that its moments describe: Gaussian, and modified after Cornish and Fisher. The moments are those of the
/// population, and the kurtosis is that above a Gaussian's.
/// </summary>
public readonly record struct ParametricTail(double Mean, double Deviation, double Skewness, double ExcessKurtosis)
{
    /// <summary>Share of the squared mean below which a variance is what rounding makes of equal values.</summary>
    private const double Rounding = 1e-24;

    /// <summary>Null without any movement.</summary>
    /// <param name="profits">Profits or returns, losses negative.</param>
    public static ParametricTail? Of(ReadOnlySpan<double> profits)
    {
        var sum = 0.0;
        foreach (var profit in profits)
        {
            sum += profit;
        }

        var mean = sum / profits.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var profit in profits)
        {
            var (off, square) = (profit - mean, (profit - mean) * (profit - mean));
            (second, third, fourth) = (second + square, third + (square * off), fourth + (square * square));
        }

        var variance = second / profits.Length;
        return variance > Rounding * mean * mean
            ? new ParametricTail(mean, Math.Sqrt(variance), third / profits.Length / Math.Pow(variance, 1.5), (fourth / profits.Length / (variance * variance)) - 3)
            : null;
    }

    public TailRisk Gaussian(double level)
    {
        var (point, share) = (Normal.InvCDF(0, 1, 1 - level), 1 - level);
        return new TailRisk(-Mean - (Deviation * point), (Deviation * Normal.PDF(0, 1, point) / share) - Mean);
    }

    /// <summary>The quantile of the surprises after Cornish and Fisher: below 0 in the lower tail.</summary>
    public double ModifiedQuantile(double level) => Bent(Normal.InvCDF(0, 1, 1 - level));

    /// <summary>
    /// Whether the modified quantiles rise with the probability everywhere; where they do not, the modified figures mean nothing (Maillard 2012).
    /// </summary>
    public bool IsModifiedSound()
    {
        // The derivative by z is a parabola: it must open upwards and stay above 0.
        var (s, k) = (Skewness / 6, ExcessKurtosis / 24);
        var (square, slope, level) = (3 * (k - (2 * s * s)), 2 * s, 1 - (3 * k) + (5 * s * s));
        return square >= 0 && level > 0 && slope * slope <= 4 * square * level;
    }

    /// <summary>Modified value at risk, and the modified shortfall of Boudt, Peterson and Croux 2008, which may fall below it.</summary>
    public TailRisk Modified(double level)
    {
        var h = ModifiedQuantile(level);
        var density = Normal.PDF(0, 1, h);
        var weight = density
            + ((Power(4, h) - (6 * Power(2, h)) + (3 * density)) * ExcessKurtosis / 24)
            + ((Power(3, h) - (3 * Power(1, h))) * Skewness / 6)
            + ((Power(6, h) - (15 * Power(4, h)) + (45 * Power(2, h)) - (15 * density)) * Skewness * Skewness / 72);
        return new TailRisk(-Mean - (Deviation * h), (Deviation * weight / (1 - level)) - Mean);
    }

    private double Bent(double z) =>
        z + (((z * z) - 1) * Skewness / 6) + (((z * z * z) - (3 * z)) * ExcessKurtosis / 24) - (((2 * z * z * z) - (5 * z)) * Skewness * Skewness / 36);

    /// <summary>Minus the integral of z^(power + 1) phi(z) up to h, by parts.</summary>
    private static double Power(int power, double h)
    {
        var density = Normal.PDF(0, 1, h);
        var sum = power % 2 == 0 ? density : -Normal.CDF(0, 1, h);
        for (var step = power % 2 == 0 ? 2 : 1; step <= power; step += 2)
        {
            sum = (step * sum) + (Math.Pow(h, step) * density);
        }

        return sum;
    }
}
