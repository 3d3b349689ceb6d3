namespace Etrms.Domain.Analysis.Algebra;

/// <summary>The logarithm of the gamma function and its first two derivatives, by Stirling's series from 10 on and recurrence below.</summary>
internal static class Gamma
{
    /// <summary>From here on the series is exact to the last digits of a double.</summary>
    private const double SeriesFrom = 10;

    public static double Log(double x)
    {
        var below = 0.0;
        for (; x < SeriesFrom; x++)
        {
            below += Math.Log(x);
        }

        var inverse = 1 / (x * x);
        var series = ((1 / 12.0) - (inverse * ((1 / 360.0) - (inverse * ((1 / 1260.0) - (inverse * ((1 / 1680.0) - (inverse / 1188)))))))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - below;
    }

    /// <summary>First derivative of <see cref="Log"/>.</summary>
    public static double Digamma(double x)
    {
        var below = 0.0;
        for (; x < SeriesFrom; x++)
        {
            below += 1 / x;
        }

        var inverse = 1 / (x * x);
        var series = inverse * ((1 / 12.0) - (inverse * ((1 / 120.0) - (inverse * ((1 / 252.0) - (inverse * ((1 / 240.0) - (inverse / 132))))))));
        return Math.Log(x) - (0.5 / x) - series - below;
    }

    /// <summary>Second derivative of <see cref="Log"/>.</summary>
    public static double Trigamma(double x)
    {
        var below = 0.0;
        for (; x < SeriesFrom; x++)
        {
            below += 1 / (x * x);
        }

        var inverse = 1 / (x * x);
        var series = inverse * ((1 / 6.0) - (inverse * ((1 / 30.0) - (inverse * ((1 / 42.0) - (inverse * ((1 / 30.0) - (inverse * 5 / 66))))))));
        return ((1 + (0.5 / x) + series) / x) + below;
    }
}
