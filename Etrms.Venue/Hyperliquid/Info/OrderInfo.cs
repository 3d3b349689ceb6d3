using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A user's open and former orders.</summary>
internal sealed class OrderInfo
{
    private const int MostFormer = 2_000;
    private const int RowsPerWeight = 20;

    public void AddTo(InfoTable table)
    {
        table.Add("openOrders", (request, desk) => InfoAnswer.List(Open(request, desk), (writer, row) =>
        {
            writer.WriteStartObject();
            row.WriteBasics(writer);
            writer.WriteEndObject();
        }));
        table.Add("frontendOpenOrders", (request, desk) => InfoAnswer.List(Open(request, desk), (writer, row) => row.WriteWhole(writer)));
        table.AddCheap("orderStatus", Status);
        table.Add(
            "historicalOrders",
            (request, desk) => InfoAnswer.List(
                [.. OrderReading.History(request.Address("user"), desk.Hyperliquid).Take(MostFormer)],
                (writer, row) => row.WriteUpdate(writer, (order, inner) => order.WriteWhole(inner))),
            itemsPerWeight: RowsPerWeight);
    }

    private static ImmutableArray<OrderRow> Open(JsonElement request, VenueDesk desk) =>
        OrderReading.Open(request.Address("user"), desk.Hyperliquid);

    private static InfoAnswer Status(JsonElement request, VenueDesk desk)
    {
        var row = OrderReading.Find(request.Address("user"), OrderReferences.Read(request.Field("oid")), desk.Hyperliquid);
        return InfoAnswer.Object(writer =>
        {
            writer.WriteString("status", row is null ? "unknownOid" : "order");
            if (row is not null)
            {
                writer.WritePropertyName("order");
                row.WriteUpdate(writer, (order, inner) => order.WriteWhole(inner));
            }
        });
    }

}
