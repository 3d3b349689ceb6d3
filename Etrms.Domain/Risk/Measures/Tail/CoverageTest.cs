namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>A likelihood ratio and how probable one at least as large is when the model is right.</summary>
public readonly record struct LikelihoodRatio(double Statistic, double PValue);

public enum TrafficLight
{
    Green,
    Yellow,
    Red,
}

/// <summary>
/// Whether losses beyond a value at risk come as often as it says (Kupiec 1995) and without clustering (Christoffersen 1998).
/// </summary>
/// <param name="Observations">Days that were forecast.</param>
/// <param name="Exceptions">Days whose loss was larger than forecast.</param>
public readonly record struct CoverageTest(int Observations, int Exceptions, LikelihoodRatio Unconditional, LikelihoodRatio Independence, LikelihoodRatio Conditional)
{
    /// <param name="exceptions">Oldest first: true where the loss was larger than the forecast.</param>
    /// <param name="probability">Share of exceptions that the forecast allows, 1 - level.</param>
    public static CoverageTest Of(ReadOnlySpan<bool> exceptions, double probability)
    {
        Span<int> steps = stackalloc int[4];
        var count = 0;
        for (var i = 0; i < exceptions.Length; i++)
        {
            count += exceptions[i] ? 1 : 0;
            if (i > 0)
            {
                steps[(exceptions[i - 1] ? 2 : 0) + (exceptions[i] ? 1 : 0)]++;
            }
        }

        var unconditional = Kupiec(exceptions.Length, count, probability);
        var independence = Christoffersen(steps[0], steps[1], steps[2], steps[3]);
        var conditional = unconditional.Statistic + independence.Statistic;
        return new CoverageTest(
            exceptions.Length, count, unconditional, independence, new LikelihoodRatio(conditional, ChiSquare.Survival(conditional, 2)));
    }

    public static LikelihoodRatio Kupiec(int observations, int exceptions, double probability)
    {
        var seen = observations == 0 ? 0 : (double)exceptions / observations;
        return Ratio(
            LogLikelihood(observations - exceptions, exceptions, probability), LogLikelihood(observations - exceptions, exceptions, seen));
    }

    /// <summary>Over the transitions from one day to the next: n01 counts exceptions after a day without one.</summary>
    public static LikelihoodRatio Christoffersen(int n00, int n01, int n10, int n11)
    {
        var all = n00 + n01 + n10 + n11;
        var pooled = all == 0 ? 0 : (double)(n01 + n11) / all;
        var afterCalm = n00 + n01 == 0 ? 0 : (double)n01 / (n00 + n01);
        var afterException = n10 + n11 == 0 ? 0 : (double)n11 / (n10 + n11);
        return Ratio(LogLikelihood(n00 + n10, n01 + n11, pooled), LogLikelihood(n00, n01, afterCalm) + LogLikelihood(n10, n11, afterException));
    }

    /// <summary>Mean of loss over expected shortfall on days with an exception; near 1 when the shortfall is right. Null without exceptions.</summary>
    public static double? ShortfallRatio(ReadOnlySpan<double> losses, ReadOnlySpan<TailRisk> forecasts)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < losses.Length; i++)
        {
            if (losses[i] > forecasts[i].ValueAtRisk)
            {
                sum += losses[i] / forecasts[i].ExpectedShortfall;
                count++;
            }
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>Basel zones (BCBS 1996): yellow from the first count whose cumulative probability reaches 95 %, red from 99.99 %.</summary>
    public static TrafficLight Light(int observations, int exceptions, double probability)
    {
        var term = Math.Pow(1 - probability, observations);
        var cumulative = term;
        for (var count = 1; count <= exceptions; count++)
        {
            term *= (observations - count + 1.0) / count * probability / (1 - probability);
            cumulative += term;
        }

        return cumulative >= 0.9999 ? TrafficLight.Red : cumulative >= 0.95 ? TrafficLight.Yellow : TrafficLight.Green;
    }

    private static LikelihoodRatio Ratio(double restricted, double free)
    {
        var statistic = Math.Max(-2 * (restricted - free), 0);
        return new LikelihoodRatio(statistic, ChiSquare.Survival(statistic, 1));
    }

    /// <summary>With 0 log 0 = 0.</summary>
    private static double LogLikelihood(int without, int with, double probability) =>
        (without == 0 ? 0 : without * Math.Log(1 - probability)) + (with == 0 ? 0 : with * Math.Log(probability));
}
