using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>One execution as the wire shows it.</summary>
/// <param name="Order">What was executed; null when the venue has forgotten it.</param>
/// <param name="User">Whose account it is.</param>
internal sealed record FillRow(ExchangeTrade Trade, ExchangeOrder? Order, string User)
{
    private const int Decimals = 6;
    private const string ForcedPrefix = "autoclose-";

    private bool IsForced => Order?.ClientOrderId.StartsWith(ForcedPrefix, StringComparison.Ordinal) is true;

    public static FillRow Of(string user, ExchangeTrade trade, SimulatedExchange exchange) =>
        new(trade, exchange.FindOrder(user, new OrderReference(trade.OrderId, null)), user);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("coin", Trade.Instrument.Symbol);
        writer.Number("px", Trade.Price);
        writer.Number("sz", Trade.Quantity);
        writer.WriteString("side", Trade.Side == OrderSide.Buy ? "B" : "A");
        writer.Instant("time", Trade.At);
        writer.Number("startPosition", Trade.StartQuantity);
        writer.WriteString("dir", Direction);
        writer.Number("closedPnl", Math.Round(Trade.RealizedPnl, Decimals));
        writer.Hash(Trade.TradeId);
        writer.WriteNumber("oid", Trade.OrderId);
        writer.WriteBoolean("crossed", !Trade.IsMaker);
        writer.Number("fee", Math.Round(Trade.Fee, Decimals));
        writer.WriteNumber("tid", Trade.TradeId);
        if (WireRead.IsCloid(Order?.ClientOrderId))
        {
            writer.WriteString("cloid", Order.ClientOrderId);
        }

        if (IsForced)
        {
            WriteLiquidation(writer);
        }

        writer.WriteString("feeToken", "USDC");
        writer.WriteNull("twapId");
        writer.WriteEndObject();
    }

    private string Direction
    {
        get
        {
            var signed = Trade.Side == OrderSide.Buy ? Trade.Quantity : -Trade.Quantity;
            var end = Trade.StartQuantity + signed;
            return (Math.Sign(Trade.StartQuantity), Math.Sign(end)) switch
            {
                (1, -1) => "Long > Short",
                (-1, 1) => "Short > Long",
                (not -1, 1) when signed > 0 => "Open Long",
                (not 1, -1) when signed < 0 => "Open Short",
                (1, _) => "Close Long",
                _ => "Close Short",
            };
        }
    }

    private void WriteLiquidation(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("liquidation");
        writer.WriteString("liquidatedUser", User);
        writer.Number("markPx", Trade.Price);
        writer.WriteString("method", Order is { IsBackstop: true } ? "backstop" : "market");
        writer.WriteEndObject();
    }
}
