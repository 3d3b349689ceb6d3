using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages;

/// <summary>What a page lists as a file to keep.</summary>
internal static class Export
{
    public static FileContentResult Positions(IReadOnlyList<PositionView> rows, string? format, DateTimeOffset now) => File("positions", format, now, rows,
        ["account", "exchange", "symbol", "side", "quantity", "entry_price", "mark_price", "notional", "unrealized_pnl", "liquidation_price", "leverage", "stop_loss", "take_profit", "state", "opened_at"],
        row => [row.AccountName, row.Exchange, row.Symbol, row.PositionSide, row.Quantity, row.EntryPrice, row.MarkPrice, row.Notional, row.UnrealizedPnl, row.LiquidationPrice, row.Leverage, row.StopLoss, row.TakeProfit, row.State, row.OpenedAt]);

    public static FileContentResult Orders(IReadOnlyList<OpenOrderView> rows, string? format, DateTimeOffset now) => File("orders", format, now, rows,
        ["account_id", "exchange", "symbol", "order_id", "client_order_id", "type", "side", "quantity", "filled_quantity", "price", "trigger_price", "reduce_only", "close_position"],
        row => [row.AccountId, row.Exchange, row.Symbol, row.OrderId, row.ClientOrderId, row.Type, row.Side, row.Quantity, row.FilledQuantity, row.Price, row.TriggerPrice, $"{row.ReduceOnly}", $"{row.ClosePosition}"]);

    public static FileContentResult Events(IReadOnlyList<BreakerEventView> rows, string? format, DateTimeOffset now) => File("breaker-events", format, now, rows,
        ["seq", "at", "breaker", "trip", "kind", "explanation", "consequence"],
        row => [row.Seq, row.At, row.BreakerName, row.TripSeq, row.Kind, row.Explanation, row.Consequence]);

    public static FileContentResult Equity(IReadOnlyList<EquityPointView> rows, string? format, DateTimeOffset now) =>
        File("equity", format, now, rows, ["at", "equity", "drawdown"], row => [row.At, row.Equity, row.Drawdown]);

    private static FileContentResult File<T>(
        string name, string? format, DateTimeOffset now, IReadOnlyList<T> rows, string[] headers, Func<T, object?[]> cells)
    {
        var file = $"etrms-{name}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        return format == "json"
            ? new FileContentResult(JsonSerializer.SerializeToUtf8Bytes(rows, EtrmsJson.Options), "application/json") { FileDownloadName = file + ".json" }
            : new FileContentResult(Csv.Write(headers, rows.Select(cells)), "text/csv") { FileDownloadName = file + ".csv" };
    }
}
