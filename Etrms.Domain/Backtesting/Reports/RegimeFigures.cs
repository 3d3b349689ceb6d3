using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>What a run did in one state of the market: its candles by the label of the candle before, its trades by that of their entry.</summary>
/// <param name="Share">Of all candles.</param>
/// <param name="TotalReturn">Compounded over the candles of the regime.</param>
/// <param name="NetPnl">Of the trades that were entered in it, in quote units; null without any.</param>
public sealed record RegimeFigures(
    string Regime, double Share, int Trades, double? WinRate, double? TotalReturn, double? SharpeRatio, double? MaxDrawdown, double? NetPnl)
{
    private const string Unknown = "unknown";

    /// <summary>By the labels of the first contract, in alphabetical order.</summary>
    public static ImmutableArray<RegimeFigures> Of(BacktestRun run, BacktestMarket market, IRegimeLabels labels)
    {
        var names = labels.Of(market.Candles);
        string At(DateTimeOffset at) => market.Candles.IndexAt(at) - 1 is var index and >= 0 && index < names.Length ? names[index] ?? Unknown : Unknown;
        var returns = EquityReturns.PerBar(run.Equity);
        var bars = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        for (var i = 0; i < returns.Length; i++)
        {
            var name = At(DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[i + 1]));
            (bars.TryGetValue(name, out var list) ? list : bars[name] = []).Add(returns[i]);
        }

        var trades = run.Trades.Where(trade => trade.NetPnl is not null).ToLookup(trade => At(trade.EntryAt), trade => (double)trade.NetPnl!.Value);
        var perYear = Ratios.DaysPerYear * (TimeSpan.FromDays(1) / market.Candles.Step);
        return [.. bars.Select(pair => Of(pair.Key, [.. pair.Value], [.. trades[pair.Key]], (double)pair.Value.Count / returns.Length, perYear))];
    }

    private static RegimeFigures Of(string regime, double[] returns, double[] trades, double share, double perYear)
    {
        var statistics = PeriodStatistics.Of(returns, perYear);
        return new RegimeFigures(
            regime, share, trades.Length, Ratios.Over(trades.Count(net => net > 0), trades.Length), statistics.TotalReturn, statistics.Sharpe,
            statistics.MaxDrawdown, trades.Length == 0 ? null : trades.Sum());
    }
}
