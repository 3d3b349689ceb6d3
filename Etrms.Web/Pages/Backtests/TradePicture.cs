using Etrms.Contracts;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market.History;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The candles that trades of a result stand on, read from the stored series that the run used.</summary>
internal sealed class TradePicture(EtrmsApi api)
{
    private const int Before = 40;
    private const int After = 20;
    private const int MostCandles = 480;

    /// <param name="backtest">With a result.</param>
    /// <param name="trades">One page of them.</param>
    /// <param name="around">Number of the trade in the middle; null shows the first ones.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<SvgChart?> DrawAsync(
        BacktestView backtest, IReadOnlyList<BacktestTradeView> trades, int? around, CancellationToken cancellationToken)
    {
        var middle = trades.FirstOrDefault(trade => trade.Number == around) ?? (trades is [var first, ..] ? first : null);
        if (middle is null || TimeframeText.LengthOf(backtest.Configuration.Timeframe) is not { } step
            || await SeriesAsync(backtest, middle, cancellationToken) is not { } series)
        {
            return null;
        }

        var (from, to) = Range(trades, middle, step, isAround: around is not null);
        var candles = (await api.GetCandlesAsync(series, from, to, cancellationToken)).Value?.Candles ?? [];
        return TradeCandles.Draw(
            middle.Symbol,
            [.. candles.Select(candle => new CandlePoint(candle.At, candle.Open, candle.High, candle.Low, candle.Close))],
            [.. trades.Where(trade => trade.Symbol == middle.Symbol && trade.Exchange == middle.Exchange).Select(Mark)]);
    }

    /// <summary>One trade with some candles around it, or as many of the first ones as can be told apart.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Range(IReadOnlyList<BacktestTradeView> trades, BacktestTradeView middle, TimeSpan step, bool isAround)
    {
        var from = BacktestWords.At(middle.EntryTimeMs) - (step * Before);
        var last = isAround ? middle : trades.LastOrDefault(trade => trade.ExitTimeMs is { } exit && BacktestWords.At(exit) <= from + (step * MostCandles)) ?? middle;
        var to = BacktestWords.At(last.ExitTimeMs ?? last.EntryTimeMs) + (step * After);
        return (from, to < from + (step * MostCandles) ? to : from + (step * MostCandles));
    }

    /// <summary>Number of the series that the certificate names.</summary>
    private async Task<int?> SeriesAsync(BacktestView backtest, BacktestTradeView trade, CancellationToken cancellationToken)
    {
        var used = backtest.Result?.Certificate.Series.FirstOrDefault(series => series.Exchange == trade.Exchange && series.Symbol == trade.Symbol
            && series.Timeframe == backtest.Configuration.Timeframe && series.Kind is SeriesKind.Perpetual or SeriesKind.Spot);
        return used is null ? null : (await api.GetSeriesAsync(cancellationToken)).Value?.Series.FirstOrDefault(series =>
            series.Exchange == used.Exchange && series.Symbol == used.Symbol && series.Kind == used.Kind && series.Timeframe == used.Timeframe && series.Source == used.Source)?.Id;
    }

    private static TradeMark Mark(BacktestTradeView trade) => new(
        trade.Number, trade.Side == TradeSide.Long, BacktestWords.At(trade.EntryTimeMs), trade.EntryPrice,
        trade.ExitTimeMs is { } exit ? BacktestWords.At(exit) : null, trade.ExitPrice, trade.NetPnl);
}
