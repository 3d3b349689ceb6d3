using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>What choosing the best of many strategies is worth out of sample.</summary>
/// <param name="Probability">Share of splits in which the chosen one fell to or below the median of all.</param>
/// <param name="Logits">ln(w / (1 - w)) of the chosen one's relative rank w = rank / (N + 1), split by split.</param>
/// <param name="LossProbability">Share of splits in which it lost money out of sample.</param>
/// <param name="Slope">Of the line from its figure in sample to the one out of sample; below 0 the better the worse.</param>
/// <param name="Intercept">Of the same line.</param>
public sealed record OverfittingEstimate(
    double Probability, ImmutableArray<double> Logits, double LossProbability, double Slope, double Intercept);

/// <summary>
/// Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de Prado and Zhu, 2015): time is cut into
/// equal blocks, and every half of them is in turn what one chooses on. One matrix is one draw: pure noise has an expected 0.5, but single ones
/// lie far from it.
/// </summary>
public static class CrossValidation
{
    /// <param name="returns">Per strategy its period returns, all of one length.</param>
    /// <param name="blocks">An even number of blocks; periods that do not fill them are left out at the end.</param>
    public static OverfittingEstimate Estimate(IReadOnlyList<double[]> returns, int blocks)
    {
        if (returns.Count < 2 || blocks < 2 || blocks % 2 != 0 || returns[0].Length / blocks < 2)
        {
            throw new ArgumentException("Needs two strategies, an even number of blocks and two periods in each.", nameof(blocks));
        }

        return Estimate([.. returns.Select(series => BlockSums.Of(series, blocks))]);
    }

    /// <summary>The same from sums, which are all that has to be kept of a strategy.</summary>
    /// <param name="sums">At least two, all of the same blocks.</param>
    public static OverfittingEstimate Estimate(IReadOnlyList<BlockSums> sums)
    {
        var logits = ImmutableArray.CreateBuilder<double>();
        var (chosenIn, chosenOut) = (new List<double>(), new List<double>());
        foreach (var half in Halves(sums[0].Means.Length))
        {
            var inside = sums.Select(each => each.Ratio(half)).ToArray();
            var outside = sums.Select(each => each.Ratio(~half)).ToArray();
            var best = Array.IndexOf(inside, inside.Max());
            logits.Add(Logit(outside, best));
            chosenIn.Add(inside[best]);
            chosenOut.Add(outside[best]);
        }

        var (slope, intercept) = Line(chosenIn, chosenOut);
        var n = (double)logits.Count;
        return new OverfittingEstimate(
            logits.Count(logit => logit <= 0) / n, logits.ToImmutable(), chosenOut.Count(ratio => ratio < 0) / n, slope, intercept);
    }

    /// <summary>Every choice of half of the blocks as bits, in the order of combinations.</summary>
    private static IEnumerable<int> Halves(int blocks)
    {
        var chosen = Enumerable.Range(0, blocks / 2).ToArray();
        while (true)
        {
            yield return chosen.Aggregate(0, (bits, block) => bits | (1 << block));
            var place = chosen.Length - 1;
            while (place >= 0 && chosen[place] == blocks - chosen.Length + place)
            {
                place--;
            }

            if (place < 0)
            {
                yield break;
            }

            chosen[place]++;
            for (var i = place + 1; i < chosen.Length; i++)
            {
                chosen[i] = chosen[i - 1] + 1;
            }
        }
    }

    /// <summary>The rank counts from the worst; equal ones share the mean of their ranks.</summary>
    private static double Logit(double[] ratios, int chosen)
    {
        var below = ratios.Count(ratio => ratio < ratios[chosen]);
        var equal = ratios.Count(ratio => ratio == ratios[chosen]);
        var relative = (below + ((equal + 1) / 2.0)) / (ratios.Length + 1);
        return Math.Log(relative / (1 - relative));
    }

    private static (double Slope, double Intercept) Line(List<double> x, List<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (cross, square) = (0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            cross += (x[i] - meanX) * (y[i] - meanY);
            square += (x[i] - meanX) * (x[i] - meanX);
        }

        var slope = square == 0 ? 0 : cross / square;
        return (slope, meanY - (slope * meanX));
    }
}
