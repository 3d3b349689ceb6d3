using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Binance.Rest;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Streams;

/// <summary>Payloads of the account events. E is the wall clock, T market time.</summary>
internal sealed class UserFrames(Listing listing, ServerClock clock)
{
    /// <summary>A short word about a fill, which comes before the full one and must not be counted beside it.</summary>
    public void TradeLite(Utf8JsonWriter writer, ExchangeOrder order, ExchangeTrade trade, AccountEvent source)
    {
        var instrument = Head(writer, "TRADE_LITE", source, order.Instrument);
        writer.WriteString("s", instrument.Id.Symbol);
        writer.Quantity("q", order.Quantity, instrument);
        writer.Price("p", order.Price, instrument);
        writer.WriteBoolean("m", trade.IsMaker);
        writer.WriteString("c", order.ClientOrderId);
        writer.WriteString("S", WireNames.Of(order.Side));
        writer.Price("L", trade.Price, instrument);
        writer.Quantity("l", trade.Quantity, instrument);
        writer.WriteNumber("t", trade.TradeId);
        writer.WriteNumber("i", order.OrderId);
    }

    public void Order(Utf8JsonWriter writer, ExchangeEvent.OrderChanged changed, AccountEvent source)
    {
        var instrument = Head(writer, "ORDER_TRADE_UPDATE", source, changed.Order.Instrument);
        var (order, trade) = (changed.Order, changed.Trade);
        writer.WriteStartObject("o");
        writer.WriteString("s", instrument.Id.Symbol);
        writer.WriteString("c", order.ClientOrderId);
        writer.WriteString("S", WireNames.Of(order.Side));
        writer.WriteString("o", WireNames.Of(order.Type));
        writer.WriteString("f", WireNames.Of(order.TimeInForce, order.Terms));
        writer.Quantity("q", order.Quantity, instrument);
        writer.Price("p", order.Price, instrument);
        writer.Plain("ap", order.AveragePrice);
        writer.WriteString("sp", "0");
        writer.WriteString("x", WireNames.Of(changed.Execution));
        writer.WriteString("X", WireNames.StatusOf(order));
        writer.WriteNumber("i", order.OrderId);
        writer.Quantity("l", trade?.Quantity ?? 0, instrument);
        writer.Quantity("z", order.FilledQuantity, instrument);
        writer.Price("L", trade?.Price ?? 0, instrument);
        writer.WriteString("N", instrument.QuoteAsset);
        writer.Plain("n", trade?.Fee ?? 0);
        writer.Instant("T", source.Event.At);
        writer.WriteNumber("t", trade?.TradeId ?? 0);
        writer.Plain("b", changed.BidNotional);
        writer.Plain("a", changed.AskNotional);
        writer.WriteBoolean("m", trade?.IsMaker ?? false);
        writer.WriteBoolean("R", order.ReduceOnly);
        OrderTail(writer, order, trade);
        writer.WriteEndObject();
    }

    public void Algo(Utf8JsonWriter writer, ConditionalOrder order, AccountEvent source)
    {
        var instrument = Head(writer, "ALGO_UPDATE", source, order.Instrument);
        writer.WriteStartObject("o");
        writer.WriteString("caid", order.ClientOrderId);
        writer.WriteNumber("aid", order.ConditionalId);
        writer.WriteString("at", "CONDITIONAL");
        writer.WriteString("o", WireNames.Of(order.Type));
        writer.WriteString("s", instrument.Id.Symbol);
        writer.WriteString("S", WireNames.Of(order.Side));
        writer.WriteString("ps", WireNames.Of(order.PositionSide));
        writer.WriteString("f", AlgoJson.TimeInForce(order));
        writer.Plain("q", order.Quantity);
        writer.WriteString("X", WireNames.Of(order.Status));
        writer.WriteString("ai", order.OrderId?.ToString() ?? "");
        AlgoOutcome(writer, order);
        writer.Plain("tp", order.TriggerPrice);
        writer.Plain("p", order.Price);
        writer.WriteString("V", WireNames.Of(order.Terms.SelfTrade));
        writer.WriteString("wt", WireNames.Of(order.TriggerBy));
        writer.WriteString("pm", WireNames.Of(order.Terms.PriceMatch));
        writer.WriteBoolean("cp", order.ClosePosition);
        writer.WriteBoolean("pP", order.Terms.PriceProtect);
        writer.WriteBoolean("R", order.ReduceOnly || order.ClosePosition);
        writer.WriteNumber("tt", order.TriggeredAt?.ToUnixTimeMilliseconds() ?? 0);
        writer.WriteNumber("gtd", OrderJson.GoodTill(order.Terms));
        writer.WriteBoolean("ia", false);
        writer.WriteEndObject();
    }

    public void Account(Utf8JsonWriter writer, ExchangeEvent.AccountChanged changed, AccountEvent source)
    {
        Head(writer, "ACCOUNT_UPDATE", source);
        writer.WriteStartObject("a");
        writer.WriteString("m", WireNames.Of(changed.Reason));
        writer.WriteStartArray("B");
        if (changed.Wallet is { } wallet)
        {
            writer.WriteStartObject();
            writer.WriteString("a", wallet.Asset);
            writer.Money("wb", wallet.Balance);
            writer.Money("cw", wallet.CrossBalance);
            writer.Plain("bc", wallet.ExternalChange);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("P");
        foreach (var position in changed.Positions)
        {
            Position(writer, position);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void Leverage(Utf8JsonWriter writer, ExchangeEvent.LeverageChanged changed, AccountEvent source)
    {
        Head(writer, "ACCOUNT_CONFIG_UPDATE", source);
        writer.WriteStartObject("ac");
        writer.WriteString("s", changed.Instrument.Symbol);
        writer.WriteNumber("l", changed.Leverage);
        writer.WriteEndObject();
    }

    public void MultiAssets(Utf8JsonWriter writer, ExchangeEvent.MultiAssetsChanged changed, AccountEvent source)
    {
        Head(writer, "ACCOUNT_CONFIG_UPDATE", source);
        writer.WriteStartObject("ai");
        writer.WriteBoolean("j", changed.IsMultiAssets);
        writer.WriteEndObject();
    }

    public void MarginCall(Utf8JsonWriter writer, ExchangeEvent.MarginCalled called, AccountEvent source)
    {
        Head(writer, "MARGIN_CALL", source);
        writer.Plain("cw", called.CrossBalance);
        writer.WriteStartArray("p");
        foreach (var position in called.Positions)
        {
            writer.WriteStartObject();
            writer.WriteString("s", position.Instrument.Symbol);
            writer.WriteString("ps", WireNames.Of(position.Side));
            writer.Plain("pa", position.Quantity);
            writer.WriteString("mt", WireNames.OfPosition(position.MarginMode).ToUpperInvariant());
            writer.Plain("iw", position.IsolatedWallet);
            writer.Plain("mp", position.MarkPrice);
            writer.Money("up", position.UnrealizedPnl);
            writer.Money("mm", position.MaintenanceMargin);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void ListenKeyExpired(Utf8JsonWriter writer, string listenKey)
    {
        writer.WriteString("e", "listenKeyExpired");
        writer.Instant("E", clock.Now);
        writer.WriteString("listenKey", listenKey);
    }

    /// <summary>A forced order on the public tape.</summary>
    public void ForceOrder(Utf8JsonWriter writer, ExchangeOrder order, AccountEvent source)
    {
        var instrument = listing.Get(order.Instrument);
        writer.WriteString("e", "forceOrder");
        writer.Instant("E", clock.Show(source.WallAt));
        writer.WriteStartObject("o");
        writer.WriteString("s", instrument.Id.Symbol);
        writer.WriteString("S", WireNames.Of(order.Side));
        writer.WriteString("o", WireNames.Of(order.Type));
        writer.WriteString("f", WireNames.Of(order.TimeInForce, order.Terms));
        writer.Quantity("q", order.Quantity, instrument);
        writer.Price("p", order.Price, instrument);
        writer.Plain("ap", order.AveragePrice);
        writer.WriteString("X", WireNames.StatusOf(order));
        writer.Quantity("l", order.FilledQuantity, instrument);
        writer.Quantity("z", order.FilledQuantity, instrument);
        writer.Instant("T", source.Event.At);
        writer.WriteEndObject();
    }

    private static void OrderTail(Utf8JsonWriter writer, ExchangeOrder order, ExchangeTrade? trade)
    {
        writer.WriteString("wt", "CONTRACT_PRICE");
        writer.WriteString("ot", WireNames.Of(order.OriginalType));
        writer.WriteString("ps", WireNames.Of(order.PositionSide));
        writer.WriteBoolean("cp", order.ClosePosition);
        writer.WriteBoolean("pP", order.Terms.PriceProtect);
        writer.WriteNumber("si", 0);
        writer.WriteNumber("ss", 0);
        writer.Money("rp", trade?.RealizedPnl ?? 0);
        writer.WriteString("V", WireNames.Of(order.Terms.SelfTrade));
        writer.WriteString("pm", WireNames.Of(order.Terms.PriceMatch));
        writer.WriteNumber("gtd", OrderJson.GoodTill(order.Terms));
        writer.WriteString("er", WireNames.Of(order.EndCause));
    }

    // A new or cancelled order has no outcome, and the exchange then leaves the keys out.
    private static void AlgoOutcome(Utf8JsonWriter writer, ConditionalOrder order)
    {
        if (order.Status is ConditionalStatus.New or ConditionalStatus.Canceled)
        {
            return;
        }

        writer.Plain("ap", order.AveragePrice);
        writer.Plain("aq", order.FilledQuantity);
        writer.WriteString("act", order.OrderId is null ? "0" : AlgoJson.ActualType(order));
        if (order.RejectReason is { } reason)
        {
            writer.WriteString("rm", Refusals.ToError(reason, null).Message);
        }
    }

    private static void Position(Utf8JsonWriter writer, ExchangePosition position)
    {
        writer.WriteStartObject();
        writer.WriteString("s", position.Instrument.Symbol);
        writer.Plain("pa", position.Quantity);
        writer.Plain("ep", position.EntryPrice);
        writer.Plain("bep", position.BreakEvenPrice);
        writer.Plain("cr", position.AccumulatedRealized);
        writer.Money("up", position.UnrealizedPnl);
        writer.WriteString("mt", WireNames.OfPosition(position.MarginMode));
        writer.Plain("iw", position.IsolatedWallet);
        writer.WriteString("ps", WireNames.Of(position.Side));
        writer.WriteString("ma", "USDT");
        writer.WriteEndObject();
    }

    private Instrument Head(Utf8JsonWriter writer, string type, AccountEvent source, InstrumentId instrument)
    {
        Head(writer, type, source);
        return listing.Get(instrument);
    }

    private void Head(Utf8JsonWriter writer, string type, AccountEvent source)
    {
        writer.WriteString("e", type);
        writer.Instant("T", source.Event.At);
        writer.Instant("E", clock.Show(source.WallAt));
    }
}
