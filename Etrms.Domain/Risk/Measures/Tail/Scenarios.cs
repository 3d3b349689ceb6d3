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
        for (var contract = 0; contract < returns.Count; contract++)
        {
            for (var i = 0; i < profits.Length; i++)
            {
                profits[i] += notionals[contract] * returns[contract][i];
            }
        }

        return profits;
    }

    /// <summary>Overlapping simple returns over a longer horizon, compounded.</summary>
    public static double[] Over(ReadOnlySpan<double> returns, int periods)
    {
        var longer = new double[Math.Max(returns.Length - periods + 1, 0)];
        for (var i = 0; i < longer.Length; i++)
        {
            var growth = 1.0;
            foreach (var period in returns.Slice(i, periods))
            {
                growth *= 1 + period;
            }

            longer[i] = growth - 1;
        }

        return longer;
    }
}
