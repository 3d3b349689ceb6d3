using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>What exceptions cost a bank (BCBS 1996), and how probable they are when the model is right.</summary>
public static class BaselTable
{
    private const double Base = 3;
    private const int FirstYellow = 5;

    private static readonly double[] PlusFactors = [0.4, 0.5, 0.65, 0.75, 0.85];

    /// <summary>Stated for 250 days at 99 %.</summary>
    public static double PlusFactor(int exceptions) =>
        exceptions < FirstYellow ? 0 : exceptions - FirstYellow < PlusFactors.Length ? PlusFactors[exceptions - FirstYellow] : 1;

    public static double Multiplier(int exceptions) => Base + PlusFactor(exceptions);

    public static double Probability(int observations, int exceptions, double probability) => Binomial.PMF(probability, observations, exceptions);

    /// <summary>Of at most so many exceptions.</summary>
    public static double Cumulative(int observations, int exceptions, double probability)
    {
        var sum = 0.0;
        for (var count = 0; count <= exceptions; count++)
        {
            sum += Probability(observations, count, probability);
        }

        return sum;
    }

    /// <summary>The smallest count of a zone.</summary>
    public static int FirstOf(TrafficLight zone, int observations, double probability)
    {
        var count = 0;
        while (count < observations && CoverageTest.Light(observations, count, probability) < zone)
        {
            count++;
        }

        return count;
    }
}
