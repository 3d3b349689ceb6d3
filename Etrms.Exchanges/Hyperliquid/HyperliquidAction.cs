using System.Text.Json;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>One order as it travels.</summary>
/// <param name="Price">Limit, or how far a triggered market order may reach.</param>
/// <param name="Kind">What else it is.</param>
internal sealed record WireOrder(int Asset, bool IsBuy, decimal Price, decimal Size, bool ReduceOnly, WireOrderKind Kind, string? Cloid = null);

internal abstract record WireOrderKind
{
    private WireOrderKind()
    {
    }

    public sealed record Limit(string Tif) : WireOrderKind;

    public sealed record Trigger(bool IsMarket, decimal Price, bool IsTakeProfit) : WireOrderKind;
}

/// <summary>
/// Something to do, as the JSON that is sent and hashed. Members stand in the order of the venue's own type definitions, which the hash
/// depends on; what is absent is left out, never null.
/// </summary>
/// <param name="Json">The "action" member of the request.</param>
/// <param name="Items">How many things it does: the venue counts and answers each.</param>
/// <param name="IsProtective">May use the reserve of the budgets.</param>
internal sealed record HyperliquidAction(byte[] Json, int Items, bool IsProtective)
{
    public const string Alone = "na";
    public const string EntryWithProtection = "normalTpsl";
    public const string WholePosition = "positionTpsl";

    /// <summary>The answer must hold a status for every item; one that does not leaves the outcome open.</summary>
    public bool IsAnsweredEach { get; init; }

    public static HyperliquidAction Order(IReadOnlyCollection<WireOrder> orders, string grouping) =>
        Each(Write("order", writer =>
        {
            writer.WriteStartArray("orders");
            foreach (var order in orders)
            {
                WriteOrder(writer, order);
            }

            writer.WriteEndArray();
            writer.WriteString("grouping", grouping);
        }), orders.Count, orders.All(order => order.ReduceOnly));

    public static HyperliquidAction Cancel(IReadOnlyCollection<(int Asset, long Oid)> orders) =>
        Each(Write("cancel", writer =>
        {
            writer.WriteStartArray("cancels");
            foreach (var (asset, oid) in orders)
            {
                writer.WriteStartObject();
                writer.WriteNumber("a", asset);
                writer.WriteNumber("o", oid);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }), orders.Count, isProtective: true);

    public static HyperliquidAction CancelByCloid(int asset, string cloid) =>
        Each(Write("cancelByCloid", writer =>
        {
            writer.WriteStartArray("cancels");
            writer.WriteStartObject();
            writer.WriteNumber("asset", asset);
            writer.WriteString("cloid", cloid);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }), items: 1, isProtective: true);

    /// <summary>Only for orders that rest: without "always place" a filled or cancelled order is not replaced, which could double a position.</summary>
    public static HyperliquidAction Modify(long oid, WireOrder order) =>
        new(Write("batchModify", writer =>
        {
            writer.WriteStartArray("modifies");
            writer.WriteStartObject();
            writer.WriteNumber("oid", oid);
            writer.WritePropertyName("order");
            WriteOrder(writer, order);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }), Items: 1, order.ReduceOnly);

    public static HyperliquidAction UpdateLeverage(int asset, bool isCross, int leverage) =>
        new(Write("updateLeverage", writer =>
        {
            writer.WriteNumber("asset", asset);
            writer.WriteBoolean("isCross", isCross);
            writer.WriteNumber("leverage", leverage);
        }), Items: 1, IsProtective: false);

    /// <param name="micros">Millionths of a USD; negative takes out.</param>
    public static HyperliquidAction UpdateIsolatedMargin(int asset, long micros) =>
        new(Write("updateIsolatedMargin", writer =>
        {
            writer.WriteNumber("asset", asset);
            writer.WriteBoolean("isBuy", true);
            writer.WriteNumber("ntli", micros);
        }), Items: 1, IsProtective: micros > 0);

    /// <param name="at">When every open order of the account is cancelled; null takes it back.</param>
    public static HyperliquidAction ScheduleCancel(DateTimeOffset? at) =>
        new(Write("scheduleCancel", writer =>
        {
            if (at is { } time)
            {
                writer.WriteNumber("time", time.ToUnixTimeMilliseconds());
            }
        }), Items: 1, IsProtective: true);

    private static HyperliquidAction Each(byte[] json, int items, bool isProtective) =>
        new(json, items, isProtective) { IsAnsweredEach = true };

    private static byte[] Write(string type, Action<Utf8JsonWriter> writeMembers) => InMemoryJson.Object(writer =>
    {
        writer.WriteString("type", type);
        writeMembers(writer);
    });

    private static void WriteOrder(Utf8JsonWriter writer, WireOrder order)
    {
        writer.WriteStartObject();
        writer.WriteNumber("a", order.Asset);
        writer.WriteBoolean("b", order.IsBuy);
        writer.WriteString("p", PlainNumber.Text(order.Price));
        writer.WriteString("s", PlainNumber.Text(order.Size));
        writer.WriteBoolean("r", order.ReduceOnly);
        writer.WriteStartObject("t");
        WriteKind(writer, order.Kind);
        writer.WriteEndObject();
        if (order.Cloid is { } cloid)
        {
            writer.WriteString("c", cloid);
        }

        writer.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter writer, WireOrderKind kind)
    {
        switch (kind)
        {
            case WireOrderKind.Limit limit:
                writer.WriteStartObject("limit");
                writer.WriteString("tif", limit.Tif);
                break;
            case WireOrderKind.Trigger trigger:
                writer.WriteStartObject("trigger");
                writer.WriteBoolean("isMarket", trigger.IsMarket);
                writer.WriteString("triggerPx", PlainNumber.Text(trigger.Price));
                writer.WriteString("tpsl", trigger.IsTakeProfit ? "tp" : "sl");
                break;
        }

        writer.WriteEndObject();
    }
}
