using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>What an account did: its executions and the bookings on its wallet.</summary>
internal static class HistoryEndpoints
{
    private static readonly Dictionary<string, LedgerKind> IncomeTypes =
        Enum.GetValues<LedgerKind>().ToDictionary(WireNames.Of, StringComparer.Ordinal);

    public static void MapHistory(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/userTrades", Access.Signed, 5, UserTrades);
        routes.Add("GET", "/fapi/v1/income", Access.Signed, 30, Income);
    }

    private static async Task<Answer> UserTrades(BinanceCall call)
    {
        var instrument = call.Instrument();
        var orderId = call.Parameters.FindLong("orderId");
        var page = HistoryPage.Of(call.Parameters, "fromId", standard: 500);
        var trades = await call.AskAsync(desk => page.Take(
            desk.Exchange.Trades(call.Account.Name).Where(trade => trade.Instrument == instrument.Id && (orderId is null || trade.OrderId == orderId)),
            trade => trade.TradeId,
            trade => trade.At));
        return Answer.Array(trades, (writer, trade) => Trade(writer, trade, instrument));
    }

    private static async Task<Answer> Income(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var kind = call.Parameters.Find("incomeType") switch
        {
            null => (LedgerKind?)null,
            { } type when IncomeTypes.TryGetValue(type, out var known) => known,
            _ => throw new BinanceException(BinanceErrors.OutOfRange("incomeType")),
        };
        var page = HistoryPage.Of(call.Parameters, idName: null, standard: 100);
        var entries = await call.AskAsync(desk => page.Take(
            desk.Exchange.Ledger(call.Account.Name).Where(entry =>
                (instrument is null || entry.Instrument == instrument.Id) && (kind is null || entry.Kind == kind)),
            entry => entry.TransactionId,
            entry => entry.At));
        return Answer.Array(entries, Entry);
    }

    private static void Trade(Utf8JsonWriter writer, ExchangeTrade trade, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.WriteNumber("id", trade.TradeId);
        writer.WriteNumber("orderId", trade.OrderId);
        writer.WriteString("side", WireNames.Of(trade.Side));
        writer.WriteString("positionSide", WireNames.Of(trade.PositionSide));
        writer.Price("price", trade.Price, instrument);
        writer.Quantity("qty", trade.Quantity, instrument);
        writer.Plain("quoteQty", trade.Price * trade.Quantity);
        writer.Quantity("baseQty", trade.Quantity, instrument);
        writer.Money("realizedPnl", trade.RealizedPnl);
        writer.Money("commission", trade.Fee);
        writer.WriteString("commissionAsset", instrument.QuoteAsset);
        writer.WriteString("marginAsset", instrument.QuoteAsset);
        writer.WriteString("pair", instrument.Id.Symbol);
        writer.WriteBoolean("buyer", trade.Side == OrderSide.Buy);
        writer.WriteBoolean("maker", trade.IsMaker);
        writer.Instant("time", trade.At);
        writer.WriteEndObject();
    }

    private static void Entry(Utf8JsonWriter writer, ExchangeLedgerEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", entry.Instrument?.Symbol ?? "");
        writer.WriteString("incomeType", WireNames.Of(entry.Kind));
        writer.Money("income", entry.Amount);
        writer.WriteString("asset", entry.Asset);
        writer.WriteString("info", entry.TradeId?.ToString() ?? WireNames.Of(entry.Kind));
        writer.Instant("time", entry.At);
        writer.WriteNumber("tranId", entry.TransactionId);
        writer.WriteString("tradeId", entry.TradeId?.ToString() ?? "");
        writer.WriteEndObject();
    }
}
