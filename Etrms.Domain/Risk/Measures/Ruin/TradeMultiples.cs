using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Measures.Ruin;

/// <summary>A closed trade and the money between its entry and the stop that was set with it.</summary>
/// <param name="NetPnl">After fees and funding, in quote units.</param>
/// <param name="Risk">Null without a stop at entry.</param>
/// <param name="Equity">Before it, where that is known.</param>
public readonly record struct RiskedTrade(decimal NetPnl, decimal? Risk, decimal? Equity = null)
{
    /// <param name="stop">Null without one; one on the wrong side risks nothing that could be told.</param>
    public static RiskedTrade Of(TradeSide side, decimal quantity, decimal entry, decimal? stop, decimal netPnl)
    {
        var distance = side == TradeSide.Long ? entry - stop : stop - entry;
        return new RiskedTrade(netPnl, distance > 0 && quantity > 0 ? quantity * distance : null);
    }
}

/// <summary>Closed trades in units of what they put at risk: -1 R is the loss of a trade that ends at its stop.</summary>
/// <param name="Values">Net results in R, in the order of exits.</param>
/// <param name="RiskPerTrade">Median share of the equity before a trade that was at risk; null without any.</param>
/// <param name="Unknown">Trades without a stop at entry: what they risked is not known, so they are not among the values.</param>
public sealed record TradeMultiples(ImmutableArray<double> Values, double? RiskPerTrade, int Unknown)
{
    /// <param name="trades">Closed ones, in the order of exits.</param>
    /// <param name="capital">Before the first of them; stands in where a trade does not say what was there before it; null when that is unknown.</param>
    public static TradeMultiples Of(IEnumerable<RiskedTrade> trades, decimal? capital = null)
    {
        var (values, shares, unknown, equity) = (ImmutableArray.CreateBuilder<double>(), new List<double>(), 0, capital);
        foreach (var trade in trades)
        {
            if (trade.Risk is { } risk)
            {
                values.Add((double)(trade.NetPnl / risk));
                shares.AddRange((trade.Equity ?? equity) is > 0 and var before ? [(double)(risk / before)] : []);
            }
            else
            {
                unknown++;
            }

            equity += trade.NetPnl;
        }

        shares.Sort();
        return new TradeMultiples(values.DrainToImmutable(), shares.Count == 0 ? null : Quantiles.Type7(shares.ToArray(), 0.5), unknown);
    }
}
