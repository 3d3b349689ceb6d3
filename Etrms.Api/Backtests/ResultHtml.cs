using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Api.Backtests;

/// <summary>A result as one page that needs nothing else and holds no script: to keep, to print, to give away. Equal results are equal pages.</summary>
internal sealed class ResultHtml
{
    private const int Width = 960;
    private const int Height = 240;

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1a1d21;background:#fff}
        table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border-bottom:1px solid #d5d9de;padding:.25rem .5rem;text-align:left;vertical-align:top}
        td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}svg{width:100%;height:auto;border:1px solid #d5d9de}.w{border-left:4px solid #b35900;padding-left:.75rem}
        @media print{body{margin:0}}
        """;

    private readonly StringBuilder _page = new();

    private ResultHtml()
    {
    }

    /// <param name="name">Of the backtest.</param>
    /// <param name="result">With every trade.</param>
    public static string Of(string name, BacktestResultView result) => new ResultHtml().Write(name, result);

    private string Write(string name, BacktestResultView result)
    {
        var title = WebUtility.HtmlEncode(name);
        _page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} – ETRMS backtest</title><style>{Style}</style></head><body>\n<h1>{title}</h1>\n");
        Table("The run", ["", ""],
        [
            ["Type", Word(result.Type)], ["Strategy", result.Strategy], ["Parameters", string.Join(", ", result.Parameters.Select(each => $"{each.Key} {each.Value}"))],
            ["Seed", result.Seed], ["Initial capital", result.InitialCapital], ["Final equity", result.FinalEquity], ["Verdict", Word(result.Overfitting.Verdict)],
            ["Look-ahead", result.Lookahead?.Explanation],
        ]);
        Sentences("Warnings", result.Warnings, "w");
        Sentences("Why the verdict", result.Overfitting.Reasons, "");
        Curve(result.Equity);
        Table("Figures", ["Figure", "Value", "Unit", "Convention"], result.Metrics.Values.Select(figure => (object?[])[figure.Title, figure.Value, figure.Unit, figure.Convention]));
        Table("Sets by regime", ["Contract", "Set", "Share of candles", "Trades", "Win rate", "Return", "Net result"],
            (result.Sets?.Contracts ?? []).SelectMany(contract => contract.BySet, (contract, set) =>
                (object?[])[$"{contract.Exchange} {contract.Symbol}", set.Regime, set.Share, set.Trades, set.WinRate, set.TotalReturn, set.NetPnl]));
        Table("Breakers", ["Breaker", "Type", "Trips", "Trades closed", "Worst overshoot"],
            result.ByBreaker.Select(each => (object?[])[each.Breaker, each.Type, each.Trips, each.ClosedTrades, each.WorstOvershoot]));
        Table("Breaker events", ["Time (UTC)", "Breaker", "Kind", "Value", "Limit", "What happened"],
            result.CircuitBreakerEvents.Select(each => (object?[])[Time(each.TimeMs), each.Breaker, Word(each.Kind), each.Value, each.Threshold, $"{each.Explanation} {each.Consequence}"]));
        Table("Trades", ["Number", "Contract", "Side", "Quantity", "Entry (UTC)", "Entry price", "Exit (UTC)", "Exit price", "Reason", "Net result"],
            result.Trades.Select(trade => (object?[])
            [
                trade.Number, $"{trade.Exchange} {trade.Symbol}", Word(trade.Side), trade.Quantity, Time(trade.EntryTimeMs), trade.EntryPrice,
                trade.ExitTimeMs is { } exit ? Time(exit) : null, trade.ExitPrice, Word(trade.ExitReason), trade.NetPnl,
            ]));
        Table("Data", ["Series", "Rows", "From (UTC)", "To (UTC)", "Missing", "Verdict", "SHA-256"], result.Certificate.Series.Select(series => (object?[])
        [
            $"{series.Exchange} {series.Symbol} {Word(series.Kind)} {series.Timeframe}", series.Rows, series.FirstMs is { } first ? Time(first) : null,
            series.LastMs is { } last ? Time(last) : null, series.MissingRows, Word(series.Verdict), series.ContentHash,
        ]));
        Sentences("Assumptions", result.Assumptions, "");
        return _page.Append("<p>What a strategy did in the past says little about what it will do.</p>\n</body></html>\n").ToString();
    }

    private void Sentences(string title, IReadOnlyList<string> sentences, string kind)
    {
        if (sentences.Count == 0)
        {
            return;
        }

        _page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n");
        foreach (var sentence in sentences)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<p class=\"{kind}\">{WebUtility.HtmlEncode(sentence)}</p>\n");
        }
    }

    private void Table(string title, string[] heads, IEnumerable<object?[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        _page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n<table><thead><tr>");
        foreach (var head in heads)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{head}</th>");
        }

        _page.Append("</tr></thead><tbody>\n");
        foreach (var row in all)
        {
            _page.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
        }

        _page.Append("</tbody></table>\n");
    }

    /// <summary>The equity at closes as a line; the figures beside it say the same in numbers.</summary>
    private void Curve(BacktestCurveView curve)
    {
        if (curve.Equity.Count < 2)
        {
            return;
        }

        var (low, high) = (curve.Equity.Min(), curve.Equity.Max());
        var span = high > low ? high - low : 1;
        var step = Math.Max(1, curve.Equity.Count / Width);
        var points = Enumerable.Range(0, curve.Equity.Count).Where(place => place % step == 0 || place == curve.Equity.Count - 1).Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)place * Width / (curve.Equity.Count - 1):0.#},{Height - ((curve.Equity[place] - low) / span * Height):0.#}"));
        _page.Append(CultureInfo.InvariantCulture, $"<h2>Equity</h2>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>Equity from {low:0.##} to {high:0.##}</title>")
            .Append("<polyline fill=\"none\" stroke=\"#0b62c4\" stroke-width=\"1.5\" points=\"").AppendJoin(' ', points).Append("\"/></svg>\n");
    }

    private static string Cell(object? value) => value switch
    {
        null => "<td></td>",
        string text => $"<td>{WebUtility.HtmlEncode(text)}</td>",
        _ => $"<td class=\"n\">{WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture))}</td>",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
