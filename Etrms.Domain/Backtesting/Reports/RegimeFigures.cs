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
        var regimes = new string[run.Equity.Count];
        for (var i = 0; i < regimes.Length; i++)
        {
            regimes[i] = At(DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[i]));
        }

        var returns = EquityReturns.PerBar(run.Equity);
        var trades = run.Trades.Where(trade => trade.NetPnl is not null).ToLookup(trade => At(trade.EntryAt), trade => (double)trade.NetPnl!.Value);
        var perYear = Ratios.DaysPerYear * (TimeSpan.FromDays(1) / market.Candles.Step);
        return
        [
            .. regimes.Skip(1).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => Of(name, returns.Where((_, index) => regimes[index + 1] == name).ToArray(), [.. trades[name]], returns.Length, perYear)),
        ];
    }

    private static RegimeFigures Of(string regime, double[] returns, double[] trades, int bars, double perYear)
    {
        var statistics = PeriodStatistics.Of(returns, perYear);
        return new RegimeFigures(
            regime, (double)returns.Length / bars, trades.Length, Ratios.Over(trades.Count(net => net > 0), trades.Length), statistics.TotalReturn, statistics.Sharpe,
            statistics.MaxDrawdown, trades.Length == 0 ? null : trades.Sum());
    }
}
