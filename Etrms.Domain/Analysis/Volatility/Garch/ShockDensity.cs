using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Volatility.Garch;

/// <summary>Derivatives of a log density by the variance h, the surprise e and the degrees of freedom nu.</summary>
internal readonly record struct DensitySlopes(
    double H, double E, double HH, double HE, double EE, double Nu = 0, double NuNu = 0, double HNu = 0, double ENu = 0);

/// <summary>How surprises are distributed about 0 with variance h: Gaussian, or Student's t scaled to that variance (nu above 2).</summary>
internal readonly struct ShockDensity
{
    private readonly double? _nu;
    private readonly double _constant;
    private readonly double _slope;
    private readonly double _curve;

    /// <param name="nu">Degrees of freedom of Student's t; null for Gaussian.</param>
    public ShockDensity(double? nu)
    {
        _nu = nu;
        if (nu is not { } degrees)
        {
            _constant = -0.5 * Math.Log(2 * Math.PI);
            return;
        }

        var (upper, lower, rest) = ((degrees + 1) / 2, degrees / 2, degrees - 2);
        _constant = Gamma.Log(upper) - Gamma.Log(lower) - (0.5 * Math.Log(Math.PI * rest));
        _slope = (0.5 * (Gamma.Digamma(upper) - Gamma.Digamma(lower))) - (0.5 / rest);
        _curve = (0.25 * (Gamma.Trigamma(upper) - Gamma.Trigamma(lower))) + (0.5 / (rest * rest));
    }

    public double Log(double surprise, double variance)
    {
        var square = surprise * surprise / variance;
        var shape = _nu is { } nu ? (nu + 1) * Math.Log(1 + (square / (nu - 2))) : square;
        return _constant - (0.5 * (Math.Log(variance) + shape));
    }

    public DensitySlopes SlopesAt(double surprise, double variance)
    {
        var (e, h, q) = (surprise, variance, surprise * surprise / variance);
        if (_nu is not { } nu)
        {
            return new DensitySlopes(0.5 * (q - 1) / h, -e / h, 0.5 * (1 - (2 * q)) / (h * h), e / (h * h), -1 / h);
        }

        var (half, k, d) = ((nu + 1) / 2, nu - 2, nu - 2 + q);
        var crossed = (0.5 / d) - (half / (d * d));
        return new DensitySlopes(
            H: ((half * q / d) - 0.5) / h,
            E: -2 * half * e / (h * d),
            HH: (0.5 + (half * q * q / (d * d)) - (2 * half * q / d)) / (h * h),
            HE: 2 * half * e * k / (h * h * d * d),
            EE: 2 * half / (h * d) * ((2 * q / d) - 1),
            Nu: _slope - (0.5 * Math.Log(d / k)) - (half * ((1 / d) - (1 / k))),
            NuNu: _curve - (1 / d) + (1 / k) + (half * ((1 / (d * d)) - (1 / (k * k)))),
            HNu: q / h * crossed,
            ENu: -2 * e / h * crossed);
    }
}
