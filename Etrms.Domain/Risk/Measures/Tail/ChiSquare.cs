namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Upper tail of the chi-square distribution with one or two degrees of freedom.</summary>
internal static class ChiSquare
{
    public static double Survival(double value, int degrees) => degrees switch
    {
        _ when value <= 0 => 1,
        1 => UpperGammaHalf(value / 2),
        2 => Math.Exp(-value / 2),
        _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Only 1 and 2 degrees of freedom are needed."),
    };

    /// <summary>Regularised upper incomplete gamma function Q(1/2, x): a series below 1.5, else Lentz' continued fraction.</summary>
    private static double UpperGammaHalf(double x)
    {
        var scale = Math.Exp(-x) * Math.Sqrt(x / Math.PI);
        if (x < 1.5)
        {
            var (sum, term) = (2.0, 2.0);
            for (var n = 1; term > sum * 1e-17; n++)
            {
                term *= x / (n + 0.5);
                sum += term;
            }

            return 1 - (scale * sum);
        }

        var (b, c) = (x + 0.5, 1e300);
        var d = 1 / b;
        var fraction = d;
        for (var n = 1; n < 500; n++)
        {
            var a = -n * (n - 0.5);
            b += 2;
            d = 1 / ((a * d) + b);
            c = b + (a / c);
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return scale * fraction;
    }
}
