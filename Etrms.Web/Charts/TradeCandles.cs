using System.Globalization;
using System.Text;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>One candle, named by its start.</summary>
public sealed record CandlePoint(DateTimeOffset At, decimal Open, decimal High, decimal Low, decimal Close);

/// <summary>A trade as it stands among candles; the exit is null while it is open.</summary>
public sealed record TradeMark(int Number, bool IsLong, DateTimeOffset EntryAt, decimal EntryPrice, DateTimeOffset? ExitAt, decimal? ExitPrice, decimal? NetPnl);

/// <summary>Candles with the trades on them: a dot where one begins, a square where it ends, a line between.</summary>
internal static class TradeCandles
{
    private const int MostCandles = 240;
    private const double BodyShare = 0.35;

    public static SvgChart? Draw(string symbol, IReadOnlyList<CandlePoint> candles, IReadOnlyList<TradeMark> trades)
    {
        if (candles.Count < 2)
        {
            return null;
        }

        var shown = Joined(candles);
        var scale = Scale.Around(shown.Min(candle => candle.Low), shown.Max(candle => candle.High), 4);
        var axis = new TimeAxis(shown[0].At, shown[^1].At + (candles[1].At - candles[0].At));
        var seen = trades.Where(trade => axis.Holds(trade.EntryAt) || (trade.ExitAt is { } exit && axis.Holds(exit))).ToList();
        return new SvgChart(
            "trade-candles", $"{symbol} with trades", Summarise(symbol, shown, seen),
            [new ChartPane("candles", [.. scale.Labels.Select(label => Numbers.Stepped(label, 0))], Candles(shown, axis, scale) + Trades(seen, axis, scale))],
            [.. axis.Labels(5)],
            Table(seen, axis))
        {
            Legend =
            [
                new LegendEntry("entry", "dot", "Entry"), new LegendEntry("exit", "dot", "Exit"),
                new LegendEntry("trade up", "line", "Gain"), new LegendEntry("trade down", "line", "Loss"),
            ],
        };
    }

    /// <summary>More candles than can be told apart are joined to longer ones.</summary>
    private static IReadOnlyList<CandlePoint> Joined(IReadOnlyList<CandlePoint> candles)
    {
        var each = (int)Math.Ceiling(candles.Count / (double)MostCandles);
        return each == 1 ? candles : [.. candles.Chunk(each).Select(chunk => new CandlePoint(
            chunk[0].At, chunk[0].Open, chunk.Max(candle => candle.High), chunk.Min(candle => candle.Low), chunk[^1].Close))];
    }

    internal static string Candles(IReadOnlyList<CandlePoint> candles, TimeAxis axis, Scale scale)
    {
        var width = SvgChart.Width / (double)candles.Count * BodyShare * 2;
        var half = SvgChart.Width / (double)candles.Count / 2;
        var marks = new StringBuilder(SvgChart.GridLines(scale.Steps + 1));
        foreach (var candle in candles)
        {
            var x = axis.ToX(candle.At) + half;
            var (top, bottom) = (scale.ToY(Math.Max(candle.Open, candle.Close)), scale.ToY(Math.Min(candle.Open, candle.Close)));
            marks.Append($"<g class=\"candle {(candle.Close >= candle.Open ? "up" : "down")}\"><line x1=\"{SvgChart.At(x)}\" x2=\"{SvgChart.At(x)}\" y1=\"{SvgChart.At(scale.ToY(candle.High))}\" y2=\"{SvgChart.At(scale.ToY(candle.Low))}\"/>");
            marks.Append($"<rect x=\"{SvgChart.At(x - (width / 2))}\" y=\"{SvgChart.At(top)}\" width=\"{SvgChart.At(width)}\" height=\"{SvgChart.At(Math.Max(bottom - top, 0.3))}\"/></g>");
        }

        return marks.ToString();
    }

    private static string Trades(IEnumerable<TradeMark> trades, TimeAxis axis, Scale scale) => string.Concat(trades.Select(trade =>
    {
        var entry = (X: axis.ToX(trade.EntryAt), Y: scale.ToY(trade.EntryPrice));
        var begin = $"<path class=\"entry\" d=\"{SvgChart.Dot(entry.X, entry.Y)}\"/>";
        if (trade is not { ExitAt: { } at, ExitPrice: { } price })
        {
            return begin;
        }

        var exit = (X: axis.ToX(at), Y: scale.ToY(price));
        return $"<path class=\"trade {(trade.NetPnl > 0 ? "up" : "down")}\" d=\"{SvgChart.Line([entry, exit])}\"/>{begin}<path class=\"exit\" d=\"{SvgChart.Dot(exit.X, exit.Y)}\"/>";
    }));

    private static ChartTable Table(List<TradeMark> trades, TimeAxis axis) => new(
        ["Trade", "Side", "Entry (UTC)", "Entry price", "Exit (UTC)", "Exit price", "Net result"],
        [.. trades.Select(trade => new ChartRow(
            Math.Clamp(axis.ToX(trade.EntryAt), 0, SvgChart.Width),
            [
                Numbers.Plain(trade.Number, 0), trade.IsLong ? "Long" : "Short", Text(trade.EntryAt), BacktestWords.Exact(trade.EntryPrice),
                trade.ExitAt is { } exit ? Text(exit) : "open", BacktestWords.Exact(trade.ExitPrice), Numbers.SignedMoney(trade.NetPnl),
            ]))]);

    private static string Summarise(string symbol, IReadOnlyList<CandlePoint> candles, List<TradeMark> trades) =>
        $"{symbol} from {Text(candles[0].At)} to {Text(candles[^1].At)} UTC, between {Numbers.Raw(candles.Min(candle => candle.Low))} and {Numbers.Raw(candles.Max(candle => candle.High))}, "
        + $"with {Words.Count(trades.Count, "trade")}, {trades.Count(trade => trade.NetPnl > 0)} of them with a gain.";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
