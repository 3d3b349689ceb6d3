using Etrms.Domain.Risk.Measures.Tail;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Risk.Measures.Ruin;

/// <summary>
/// Risk of ruin from own trades (RISK 4A): blocks of their R-multiples are drawn with replacement, each trade risks the same share of the equity before it,
/// and a path is ruined when it ever stood at (1 - loss) of its start or below.
/// </summary>
public static class RiskOfRuin
{
    /// <summary>With fewer trades nothing can be said.</summary>
    public const int Enough = 30;

    /// <summary>Histories drawn for the band, and paths of each: enough for its edges, whose own error is small beside their distance.</summary>
    private const int Histories = 200;
    private const int PathsOfHistory = 500;
    private const double BandEdge = 0.05;

    /// <summary>Null with fewer than <see cref="Enough"/> trades.</summary>
    /// <param name="multiples">Net results over the money at risk at entry, oldest first.</param>
    /// <param name="terms">Without faults.</param>
    public static RuinReport? Of(ReadOnlySpan<double> multiples, RuinTerms terms)
    {
        if (multiples.Length < Enough)
        {
            return null;
        }

        var block = Math.Min(terms.BlockLength ?? CircularBlocks.LengthFor(multiples.Length), multiples.Length);
        double[] growth = [.. multiples.ToArray().Select(multiple => Math.Max(0, 1 + (terms.RiskPerTrade * multiple)))];
        var seed = unchecked((ulong)terms.Seed);
        var lows = Lows(growth, block, terms.Trades, terms.Paths, seed);
        var histories = LowsOfHistories(growth, block, terms.Trades, seed);
        return new RuinReport(
            terms, multiples.Length, Mean(multiples), WinRate(multiples), block,
            [.. terms.Losses.Select(loss => ChanceOf(loss, lows, histories, ClosedForm(growth, loss, terms.Trades)))]);
    }

    /// <summary>
    /// Probability that a random walk with drift falls to a level within a time: Phi((b - m n) / s) + exp(2 m b n / s^2) Phi((b + m n) / s), with b the log of
    /// the level, m n and s^2 mean and variance of the log growth over all trades (Karatzas and Shreve 1991, 3.5.C).
    /// </summary>
    internal static double? ClosedForm(ReadOnlySpan<double> growth, double loss, int trades)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var each in growth)
        {
            sum += Math.Log(each);
            squares += Math.Log(each) * Math.Log(each);
        }

        var mean = sum / growth.Length;
        var variance = (squares / growth.Length) - (mean * mean);
        if (!double.IsFinite(variance) || variance <= 0)
        {
            return null;
        }

        var (level, drift, spread) = (Math.Log(1 - loss), mean * trades, Math.Sqrt(variance * trades));
        return Math.Min(1, Normal.CDF(0, 1, (level - drift) / spread) + (Math.Exp(2 * mean * level / variance) * Normal.CDF(0, 1, (level + drift) / spread)));
    }

    private static RuinChance ChanceOf(double loss, double[] lows, double[][] histories, double? closedForm)
    {
        double[] shares = [.. histories.Select(history => ShareBelow(history, 1 - loss)).Order()];
        return new RuinChance(
            loss, ShareBelow(lows, 1 - loss), Quantiles.Type7(shares, BandEdge), Quantiles.Type7(shares, 1 - BandEdge), closedForm);
    }

    /// <summary>What might as well have been the history, each with the lowest points of its paths.</summary>
    private static double[][] LowsOfHistories(double[] growth, int block, int trades, ulong seed)
    {
        var (lows, history) = (new double[Histories][], new double[growth.Length]);
        for (var i = 0; i < Histories; i++)
        {
            // Numbers below 0 are those of histories, so that none is the start of a path as well.
            var (random, blocks) = (new SplitMix(SplitMix.SeedOf(seed, -1 - i)), new CircularBlocks(growth.Length, block));
            for (var k = 0; k < history.Length; k++)
            {
                history[k] = growth[blocks.Next(ref random)];
            }

            lows[i] = Lows(history, block, trades, PathsOfHistory, random.Next());
        }

        return lows;
    }

    /// <summary>The lowest equity of each path, as a multiple of its start.</summary>
    private static double[] Lows(double[] growth, int block, int trades, int paths, ulong seed)
    {
        var lows = new double[paths];
        for (var path = 0; path < paths; path++)
        {
            var (random, blocks) = (new SplitMix(SplitMix.SeedOf(seed, path)), new CircularBlocks(growth.Length, block));
            var (equity, lowest) = (1.0, 1.0);
            for (var trade = 0; trade < trades; trade++)
            {
                equity = Math.Min(equity * growth[blocks.Next(ref random)], double.MaxValue);
                lowest = Math.Min(lowest, equity);
            }

            lows[path] = lowest;
        }

        return lows;
    }

    private static double ShareBelow(double[] lows, double level) => lows.Count(low => low <= level) / (double)lows.Length;

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double WinRate(ReadOnlySpan<double> multiples)
    {
        var wins = 0;
        foreach (var multiple in multiples)
        {
            wins += multiple > 0 ? 1 : 0;
        }

        return (double)wins / multiples.Length;
    }
}
