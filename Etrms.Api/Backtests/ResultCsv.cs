using System.Globalization;
using System.Text;
using Etrms.Contracts;

namespace Etrms.Api.Backtests;

/// <summary>Results as tables. Numbers and words only, so that nothing needs quoting and nothing can be a formula; what is unknown is empty.</summary>
internal static class ResultCsv
{
    public static string Trades(BacktestResultView result) => Table(
        "number,exchange,symbol,side,quantity,entry_time_ms,entry_price,entry_fee,stop_loss,take_profit,exit_time_ms,exit_price,exit_fee,exit_reason,gross_pnl,funding,net_pnl,bars_held,size_fraction,is_ambiguous",
        result.Trades.Select(trade => (object?[])
        [
            trade.Number, trade.Exchange, trade.Symbol, trade.Side, trade.Quantity, trade.EntryTimeMs, trade.EntryPrice, trade.EntryFee, trade.StopLoss,
            trade.TakeProfit, trade.ExitTimeMs, trade.ExitPrice, trade.ExitFee, trade.ExitReason, trade.GrossPnl, trade.Funding, trade.NetPnl, trade.BarsHeld,
            trade.SizeFraction, trade.IsAmbiguous,
        ]));

    public static string Equity(BacktestResultView result)
    {
        var curve = result.Equity;
        return Table(
            "time_ms,equity,drawdown,without_breakers,best_case,worst_case",
            curve.TimesMs.Select((time, place) => (object?[])
            [
                time, At(curve.Equity, place), At(curve.Drawdown, place), At(curve.WithoutBreakers, place), At(curve.BestCase, place), At(curve.WorstCase, place),
            ]));
    }

    /// <summary>A curve that there is not is empty.</summary>
    private static double? At(IReadOnlyList<double> values, int place) => values.Count == 0 ? null : values[place];

    private static string Table(string header, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Cell)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        Enum word => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(word.ToString()),
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
