using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>The JSON of a position in the account's state.</summary>
internal static class PositionJson
{
    private const int Decimals = 6;
    private const int FineDecimals = 10;

    /// <summary>Margin that the position binds: its own when isolated, notional by leverage when cross.</summary>
    public static decimal MarginUsed(ExchangePosition position) =>
        position.MarginMode == MarginMode.Isolated ? position.IsolatedMargin : position.PositionInitialMargin;

    public static void Write(Utf8JsonWriter writer, PositionReading held)
    {
        var position = held.Position;
        var notional = Math.Abs(position.Notional);
        var opened = Math.Abs(position.Quantity) * position.EntryPrice / position.Leverage;
        writer.WriteStartObject();
        writer.WriteString("type", "oneWay");
        writer.WriteStartObject("position");
        writer.WriteString("coin", held.Coin.Name);
        writer.Number("szi", position.Quantity);
        Leverage(writer, position.MarginMode, position.Leverage, MarginUsed(position) - position.Notional);
        writer.Number("entryPx", Math.Round(position.EntryPrice, held.Coin.Instrument.TickSize.Scale));
        writer.Number("positionValue", Math.Round(notional, Decimals));
        writer.Number("unrealizedPnl", Math.Round(position.UnrealizedPnl, Decimals));
        writer.Number("returnOnEquity", opened == 0 ? 0 : Math.Round(position.UnrealizedPnl / opened, FineDecimals));
        writer.NumberOrNull("liquidationPx", position.LiquidationPrice is { } price ? Math.Round(price, FineDecimals) : null);
        writer.Number("marginUsed", Math.Round(MarginUsed(position), Decimals));
        writer.WriteNumber("maxLeverage", held.Coin.Coin.MaxLeverage);
        writer.WriteStartObject("cumFunding");
        writer.Number("allTime", Math.Round(held.Funding.AllTime, Decimals));
        writer.Number("sinceOpen", Math.Round(held.Funding.SinceOpen, Decimals));
        writer.Number("sinceChange", Math.Round(held.Funding.SinceChange, Decimals));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <param name="writer">Inside the object that has a leverage.</param>
    /// <param name="mode">Cross or isolated.</param>
    /// <param name="leverage">As chosen.</param>
    /// <param name="rawUsd">Cash of an isolated position, its notional taken off.</param>
    public static void Leverage(Utf8JsonWriter writer, MarginMode mode, int leverage, decimal rawUsd)
    {
        writer.WriteStartObject("leverage");
        writer.WriteString("type", mode == MarginMode.Cross ? "cross" : "isolated");
        writer.WriteNumber("value", leverage);
        if (mode == MarginMode.Isolated)
        {
            writer.Number("rawUsd", Math.Round(rawUsd, Decimals));
        }

        writer.WriteEndObject();
    }
}
