using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>What today's positions would have won and lost on past days.</summary>
public static class Scenarios
{
    /// <summary>Profit per past period: sum of signed notional x simple return.</summary>
    /// <param name="notionals">Signed notional of each contract, in quote units.</param>
    /// <param name="returns">Simple returns of each contract, all of one length and aligned in time.</param>
    public static double[] Profits(ReadOnlySpan<double> notionals, IReadOnlyList<double[]> returns)
    {
        var profits = new double[returns.Count == 0 ? 0 : returns[0].Length];
        Profits(notionals, [.. returns], profits);
        return profits;
    }

    /// <param name="notionals">Signed notional of each contract, in quote units.</param>
    /// <param name="returns">Simple returns of each contract.</param>
    /// <param name="profits">Where the profits go, one for each period.</param>
    internal static void Profits(ReadOnlySpan<double> notionals, ImmutableArray<double[]> returns, Span<double> profits)
    {
        profits.Clear();
        for (var contract = 0; contract < returns.Length; contract++)
        {
            var (notional, column) = (notionals[contract], returns[contract]);
            for (var i = 0; i < profits.Length; i++)
            {
                profits[i] += notional * column[i];
            }
        }
    }

    /// <summary>Profits over overlapping stretches of several periods; each contract's returns compound.</summary>
    internal static void ProfitsOver(ReadOnlySpan<double> notionals, ImmutableArray<double[]> returns, int periods, Span<double> profits)
    {
        profits.Clear();
        for (var contract = 0; contract < returns.Length; contract++)
        {
            for (var i = 0; i < profits.Length; i++)
            {
                profits[i] += notionals[contract] * Compound(returns[contract].AsSpan(i, periods));
            }
        }
    }

    /// <summary>Overlapping simple returns over a longer horizon, compounded.</summary>
    public static double[] Over(ReadOnlySpan<double> returns, int periods)
    {
        var longer = new double[Math.Max(returns.Length - periods + 1, 0)];
        for (var i = 0; i < longer.Length; i++)
        {
            longer[i] = Compound(returns.Slice(i, periods));
        }

        return longer;
    }

    private static double Compound(ReadOnlySpan<double> returns)
    {
        var growth = 1.0;
        foreach (var period in returns)
        {
            growth *= 1 + period;
        }

        return growth - 1;
    }
}
