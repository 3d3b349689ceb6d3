using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>The JSON of the users' streams.</summary>
internal sealed class UserFrames(AccountInfo accounts, HistoryInfo histories, WebData web, CoinListing coins)
{
    /// <summary>The whole of a stream as it stands; null for streams that only tell what happens.</summary>
    public Action<Utf8JsonWriter>? First(Subscription subscription, string user, VenueDesk desk)
    {
        switch (subscription.Type)
        {
            case "clearinghouseState":
                return Wrapped(user, "clearinghouseState", accounts.State(user, desk).Write);
            case "spotState":
                return Wrapped(user, "spotState", accounts.SpotState(user).Write);
            case "openOrders":
                return Wrapped(user, "orders", Orders(user, desk));
            case "userFills":
                var fills = HistoryInfo.NewestFills(user, desk).ToList();
                return writer => Fills(writer, user, fills, isSnapshot: true);
            case "userFundings":
                var fundings = histories.Fundings(user, null, null, desk);
                return writer => Fundings(writer, user, fundings, isSnapshot: true);
            case "userNonFundingLedgerUpdates":
                var movements = histories.MovementsOf(user, null, null);
                return writer => Movements(writer, user, movements, isSnapshot: true);
            case "activeAssetData":
                return coins.TryFind(subscription.Request.Text("coin"), out var coin) ? accounts.AssetData(user, coin, desk).Write : null;
            case "webData2":
                return web.Second(user, desk);
            case "webData3":
                return WebData.Third(user, desk);
            default:
                return null;
        }
    }

    public static void Fills(Utf8JsonWriter writer, string user, IReadOnlyList<FillRow> fills, bool isSnapshot) =>
        List(writer, (user, "fills", isSnapshot), fills, (inner, fill) => fill.Write(inner));

    public static void Fundings(Utf8JsonWriter writer, string user, IReadOnlyList<FundingRow> fundings, bool isSnapshot) =>
        List(writer, (user, "fundings", isSnapshot), fundings, (inner, funding) => funding.WritePlain(inner));

    public static void Movements(Utf8JsonWriter writer, string user, IReadOnlyList<Movement> movements, bool isSnapshot) =>
        List(writer, (user, "nonFundingLedgerUpdates", isSnapshot), movements, (inner, movement) => MovementJson.Write(inner, user, movement));

    public static void Liquidation(Utf8JsonWriter writer, ExchangeEvent.Liquidated liquidated, VenueDesk desk)
    {
        var view = desk.Hyperliquid.ReadAccount(liquidated.Account);
        writer.WriteStartObject();
        writer.WriteStartObject("liquidation");
        writer.WriteNumber("lid", liquidated.Order.OrderId);
        writer.WriteString("liquidator", "0x0000000000000000000000000000000000000000");
        writer.WriteString("liquidated_user", liquidated.Account);
        writer.Number("liquidated_ntl_pos", Math.Round(view?.Positions.Sum(position => Math.Abs(position.Notional)) ?? 0, 6));
        writer.Number("liquidated_account_value", Math.Round(view?.MarginBalance ?? 0, 6));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>{"isSnapshot":true,"user":…,"fills":[…]}; the mark is left out of what comes later.</summary>
    private static void List<T>(
        Utf8JsonWriter writer, (string User, string Field, bool IsSnapshot) head, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeItem)
    {
        writer.WriteStartObject();
        if (head.IsSnapshot)
        {
            writer.WriteBoolean("isSnapshot", true);
        }

        writer.WriteString("user", head.User);
        writer.WriteStartArray(head.Field);
        foreach (var item in items)
        {
            writeItem(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Action<Utf8JsonWriter> Wrapped(string user, string field, Action<Utf8JsonWriter> write) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("dex", "");
        writer.WriteString("user", user);
        writer.WritePropertyName(field);
        write(writer);
        writer.WriteEndObject();
    };

    private static Action<Utf8JsonWriter> Orders(string user, VenueDesk desk)
    {
        var rows = OrderReading.Open(user, desk.Hyperliquid);
        return InfoAnswer.List(rows, (writer, row) => row.WriteWhole(writer)).Write;
    }
}
