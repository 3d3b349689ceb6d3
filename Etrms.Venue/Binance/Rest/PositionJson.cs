using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>A position in the shapes of the four lists that show it.</summary>
internal static class PositionJson
{
    /// <summary>positionRisk, third version: no leverage and no margin type.</summary>
    public static void V3(Utf8JsonWriter writer, ExchangePosition position, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", position.Instrument.Symbol);
        writer.WriteString("positionSide", WireNames.Of(position.Side));
        writer.Quantity("positionAmt", position.Quantity, instrument);
        writer.Plain("entryPrice", position.EntryPrice);
        writer.Plain("breakEvenPrice", position.BreakEvenPrice);
        writer.Money("markPrice", position.MarkPrice);
        writer.Money("unRealizedProfit", position.UnrealizedPnl);
        writer.Plain("liquidationPrice", position.LiquidationPrice ?? 0);
        writer.Money("isolatedMargin", position.IsolatedMargin);
        writer.Money("notional", position.Notional);
        writer.WriteString("marginAsset", instrument.QuoteAsset);
        writer.Money("isolatedWallet", position.IsolatedWallet);
        writer.Money("initialMargin", position.InitialMargin);
        writer.Money("maintMargin", position.MaintenanceMargin);
        writer.Money("positionInitialMargin", position.PositionInitialMargin);
        writer.Money("openOrderInitialMargin", position.OpenOrderInitialMargin);
        writer.WriteNumber("adl", AdlRank.Of(position));
        writer.Plain("bidNotional", position.BidNotional);
        writer.Plain("askNotional", position.AskNotional);
        writer.Instant("updateTime", position.UpdatedAt);
        writer.WriteEndObject();
    }

    /// <summary>positionRisk, second version.</summary>
    public static void V2(Utf8JsonWriter writer, ExchangePosition position, InstrumentSettings settings, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", position.Instrument.Symbol);
        writer.Quantity("positionAmt", position.Quantity, instrument);
        writer.Plain("entryPrice", position.EntryPrice);
        writer.Plain("breakEvenPrice", position.BreakEvenPrice);
        writer.Money("markPrice", position.MarkPrice);
        writer.Money("unRealizedProfit", position.UnrealizedPnl);
        writer.Plain("liquidationPrice", position.LiquidationPrice ?? 0);
        writer.WriteString("leverage", settings.Leverage.ToString());
        writer.Plain("maxNotionalValue", settings.MaxNotional);
        writer.WriteString("marginType", WireNames.OfPosition(settings.MarginMode));
        writer.Money("isolatedMargin", position.IsolatedMargin);
        writer.WriteString("isAutoAddMargin", "false");
        writer.WriteString("positionSide", WireNames.Of(position.Side));
        writer.Money("notional", position.Notional);
        writer.Money("isolatedWallet", position.IsolatedWallet);
        writer.Instant("updateTime", position.UpdatedAt);
        writer.WriteEndObject();
    }

    public static void OfAccountV3(Utf8JsonWriter writer, ExchangePosition position)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", position.Instrument.Symbol);
        writer.WriteString("positionSide", WireNames.Of(position.Side));
        writer.Plain("positionAmt", position.Quantity);
        writer.Money("unrealizedProfit", position.UnrealizedPnl);
        writer.Money("isolatedMargin", position.IsolatedMargin);
        writer.Money("notional", position.Notional);
        writer.Money("isolatedWallet", position.IsolatedWallet);
        writer.Money("initialMargin", position.InitialMargin);
        writer.Money("maintMargin", position.MaintenanceMargin);
        writer.Instant("updateTime", position.UpdatedAt);
        writer.WriteEndObject();
    }

    public static void OfAccountV2(Utf8JsonWriter writer, ExchangePosition position, InstrumentSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", position.Instrument.Symbol);
        writer.Money("initialMargin", position.InitialMargin);
        writer.Money("maintMargin", position.MaintenanceMargin);
        writer.Money("unrealizedProfit", position.UnrealizedPnl);
        writer.Money("positionInitialMargin", position.PositionInitialMargin);
        writer.Money("openOrderInitialMargin", position.OpenOrderInitialMargin);
        writer.WriteString("leverage", settings.Leverage.ToString());
        writer.WriteBoolean("isolated", settings.MarginMode == MarginMode.Isolated);
        writer.Plain("entryPrice", position.EntryPrice);
        writer.Plain("breakEvenPrice", position.BreakEvenPrice);
        writer.Plain("maxNotional", settings.MaxNotional);
        writer.WriteString("positionSide", WireNames.Of(position.Side));
        writer.Plain("positionAmt", position.Quantity);
        writer.Money("notional", position.Notional);
        writer.Money("isolatedWallet", position.IsolatedWallet);
        writer.Plain("bidNotional", position.BidNotional);
        writer.Plain("askNotional", position.AskNotional);
        writer.Instant("updateTime", position.UpdatedAt);
        writer.WriteEndObject();
    }
}
