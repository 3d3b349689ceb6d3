using System.Collections.Immutable;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>Answers of the REST side as domain values.</summary>
internal static class BinanceMapping
{
    public static Order ToOrder(this OrderMessage message) => new()
    {
        OrderId = message.OrderId.ToString(),
        ClientOrderId = message.ClientOrderId ?? "",
        Instrument = Instrument(message.Symbol),
        Side = Side(message.Side),
        PositionSide = PositionSideOf(message.PositionSide),
        Type = Type(message.Type, message.Price ?? 0),
        TimeInForce = TimeInForceOf(message.TimeInForce),
        Status = Status(message.Status),
        Price = message.Price ?? 0,
        TriggerPrice = message.StopPrice ?? 0,
        TriggerBy = Trigger(message.WorkingType),
        CallbackRate = Fraction(message.PriceRate),
        ActivationPrice = Given(message.ActivatePrice),
        GoodTillAt = GivenInstant(message.GoodTillDate),
        Quantity = message.OrigQty,
        FilledQuantity = message.ExecutedQty ?? 0,
        AveragePrice = message.AvgPrice ?? 0,
        ReduceOnly = message.ReduceOnly ?? false,
        ClosePosition = message.ClosePosition ?? false,
        UpdatedAt = Instant(message.UpdateTime ?? 0),
    };

    public static Order ToOrder(this AlgoOrderMessage message) => new()
    {
        OrderId = message.AlgoId.ToString(),
        ClientOrderId = message.ClientAlgoId ?? "",
        Instrument = Instrument(message.Symbol),
        Side = Side(message.Side),
        PositionSide = PositionSideOf(message.PositionSide),
        Type = Type(message.OrderType ?? message.Type ?? "STOP_MARKET", message.Price ?? 0),
        TimeInForce = TimeInForceOf(message.TimeInForce),
        Status = AlgoStatus(message.AlgoStatus, message.ActualQty ?? 0),
        Price = message.Price ?? 0,
        TriggerPrice = message.TriggerPrice ?? 0,
        TriggerBy = Trigger(message.WorkingType),
        CallbackRate = Fraction(message.CallbackRate),
        ActivationPrice = Given(message.ActivatePrice),
        GoodTillAt = GivenInstant(message.GoodTillDate),
        Quantity = message.Quantity ?? 0,
        FilledQuantity = message.ActualQty ?? 0,
        AveragePrice = message.ActualPrice ?? 0,
        ReduceOnly = message.ReduceOnly ?? false,
        ClosePosition = message.ClosePosition ?? false,
        IsConditional = true,
        ReleasedOrderId = GivenNumber(message.ActualOrderId),
        UpdatedAt = Instant(message.UpdateTime ?? 0),
    };

    /// <param name="message">A row of positionRisk, which has neither leverage nor margin mode since its third version.</param>
    /// <param name="config">Where those two are; null when not read, then the isolated wallet tells the mode.</param>
    public static Position ToPosition(this PositionMessage message, SymbolConfigMessage? config) => new()
    {
        Instrument = Instrument(message.Symbol),
        Side = PositionSideOf(message.PositionSide),
        Quantity = message.PositionAmt,
        EntryPrice = message.EntryPrice,
        BreakEvenPrice = message.BreakEvenPrice ?? 0,
        MarkPrice = message.MarkPrice ?? 0,
        UnrealizedPnl = message.UnRealizedProfit ?? 0,
        LiquidationPrice = message.LiquidationPrice is > 0 and var price ? price : null,
        Leverage = config?.Leverage,
        MarginMode = config is null && message.IsolatedWallet > 0 ? MarginMode.Isolated : Margin(config?.MarginType),
        IsolatedMargin = message.IsolatedMargin ?? 0,
        InitialMargin = message.InitialMargin ?? 0,
        MaintenanceMargin = message.MaintMargin ?? 0,
        UpdatedAt = Instant(message.UpdateTime),
    };

    /// <summary>Coins of which there is anything.</summary>
    public static ImmutableArray<AssetBalance> ToAssets(this AccountMessage message) => [.. (message.Assets ?? [])
        .Where(row => row.WalletBalance != 0 || row.MarginBalance != 0)
        .Select(row => new AssetBalance(row.Asset, row.WalletBalance, row.MarginBalance))];

    public static AccountBalance ToBalance(this AccountMessage message) => new(
        SettlementAsset, message.TotalWalletBalance, message.TotalUnrealizedProfit, message.TotalMarginBalance,
        message.TotalInitialMargin, message.TotalMaintMargin, message.AvailableBalance);

    /// <summary>The venue does not list client ids with fills.</summary>
    public static Fill ToFill(this UserTradeMessage message) => new(
        message.Id.ToString(), message.OrderId.ToString(), "", Instrument(message.Symbol), Side(message.Side),
        PositionSideOf(message.PositionSide), message.Price, message.Qty, message.Commission, message.CommissionAsset,
        message.RealizedPnl, message.Maker, Instant(message.Time));

    /// <summary>The venue's number is unique per type only; types that share a kind are told apart by name.</summary>
    public static LedgerEntry ToLedgerEntry(this IncomeMessage message)
    {
        var kind = Ledger(message.IncomeType);
        var id = kind is LedgerKind.Other or LedgerKind.Transfer ? $"{message.IncomeType}:{message.TranId}" : message.TranId.ToString();
        var instrument = string.IsNullOrEmpty(message.Symbol) ? (Etrms.Domain.Market.InstrumentId?)null : Instrument(message.Symbol);
        return new(id, kind, instrument, message.Asset, message.Income, Instant(message.Time));
    }
}
