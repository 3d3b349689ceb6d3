using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

// Every field that was recorded; what some answers leave out is nullable. Money travels as text, sometimes as a number, sometimes with an
// exponent; all three are read.

internal sealed record ErrorMessage([property: JsonPropertyName("code")] int Code, [property: JsonPropertyName("msg")] string? Message);

/// <param name="NotionalCoef">By how much the venue stretches this account's brackets; the notional bounds hold it already.</param>
internal sealed record SymbolBracketsMessage(string Symbol, decimal? NotionalCoef, BracketMessage[] Brackets);

internal sealed record BracketMessage(
    int Bracket, int InitialLeverage, decimal NotionalCap, decimal NotionalFloor, decimal MaintMarginRatio, decimal Cum);

internal sealed record AccountMessage(
    decimal TotalWalletBalance, decimal TotalUnrealizedProfit, decimal TotalMarginBalance,
    decimal TotalInitialMargin, decimal TotalMaintMargin, decimal AvailableBalance, AssetMessage[]? Assets)
{
    public decimal? TotalPositionInitialMargin { get; init; }

    public decimal? TotalOpenOrderInitialMargin { get; init; }

    public decimal? TotalCrossWalletBalance { get; init; }

    public decimal? TotalCrossUnPnl { get; init; }

    public decimal? MaxWithdrawAmount { get; init; }

    /// <summary>Without entry and mark: the venue's list of positions is complete, this one is not.</summary>
    public AccountPositionMessage[]? Positions { get; init; }
}

internal sealed record AssetMessage(string Asset, decimal WalletBalance, decimal MarginBalance)
{
    public decimal? UnrealizedProfit { get; init; }

    public decimal? MaintMargin { get; init; }

    public decimal? InitialMargin { get; init; }

    public decimal? PositionInitialMargin { get; init; }

    public decimal? OpenOrderInitialMargin { get; init; }

    public decimal? CrossWalletBalance { get; init; }

    public decimal? CrossUnPnl { get; init; }

    public decimal? AvailableBalance { get; init; }

    public decimal? MaxWithdrawAmount { get; init; }

    public long? UpdateTime { get; init; }
}

internal sealed record AccountPositionMessage(string Symbol, string? PositionSide, decimal PositionAmt)
{
    public decimal? UnrealizedProfit { get; init; }

    public decimal? IsolatedMargin { get; init; }

    public decimal? Notional { get; init; }

    public decimal? IsolatedWallet { get; init; }

    public decimal? InitialMargin { get; init; }

    public decimal? MaintMargin { get; init; }

    public long? UpdateTime { get; init; }
}

internal sealed record AccountConfigMessage(bool DualSidePosition, bool MultiAssetsMargin)
{
    public int? FeeTier { get; init; }

    public bool? CanTrade { get; init; }

    public bool? CanDeposit { get; init; }

    /// <summary>Of the account; what the key may do is another question.</summary>
    public bool? CanWithdraw { get; init; }

    /// <summary>-1 without a group.</summary>
    public long? TradeGroupId { get; init; }

    public long? UpdateTime { get; init; }
}

internal sealed record SymbolConfigMessage(string Symbol, string MarginType, int Leverage, bool? IsAutoAddMargin, decimal? MaxNotionalValue);

internal sealed record PositionMessage(
    string Symbol, string PositionSide, decimal PositionAmt, decimal EntryPrice, decimal? BreakEvenPrice, decimal? MarkPrice,
    decimal? UnRealizedProfit, decimal? LiquidationPrice, decimal? IsolatedMargin, decimal? IsolatedWallet,
    decimal? InitialMargin, decimal? MaintMargin, long UpdateTime);

internal sealed record OrderMessage(
    long OrderId, string? ClientOrderId, string Symbol, string Status, string Side, string? PositionSide, string Type, string? TimeInForce,
    decimal? Price, decimal? StopPrice, string? WorkingType, decimal OrigQty, decimal? ExecutedQty, decimal? AvgPrice,
    bool? ReduceOnly, bool? ClosePosition, decimal? ActivatePrice, decimal? PriceRate, long? GoodTillDate, long? UpdateTime)
{
    public string? Pair { get; init; }

    /// <summary>Before a trigger turned it into an order of another type.</summary>
    public string? OrigType { get; init; }

    /// <summary>Filled value in the quote asset.</summary>
    public decimal? CumQuote { get; init; }

    /// <summary>Filled quantity again, as answers to orders spell it.</summary>
    public decimal? CumQty { get; init; }

    /// <summary>Filled value in the base asset, of contracts margined in it.</summary>
    public decimal? CumBase { get; init; }

    public bool? PriceProtect { get; init; }

    public string? PriceMatch { get; init; }

    public string? SelfTradePreventionMode { get; init; }

    /// <summary>When it was placed.</summary>
    public long? Time { get; init; }
}

internal sealed record AlgoOrderMessage(
    long AlgoId, string? ClientAlgoId, string Symbol, string AlgoStatus, string Side, string? PositionSide, string? OrderType, string? Type,
    string? TimeInForce, decimal? Price, decimal? TriggerPrice, string? WorkingType, decimal? Quantity, decimal? ActualQty,
    decimal? ActualPrice, bool? ReduceOnly, bool? ClosePosition, decimal? ActivatePrice, decimal? CallbackRate, long? GoodTillDate,
    long? UpdateTime)
{
    public string? AlgoType { get; init; }

    /// <summary>Number of the ordinary order that the trigger made; blank before.</summary>
    public string? ActualOrderId { get; init; }

    public string? ActualType { get; init; }

    public decimal? IcebergQuantity { get; init; }

    public decimal? TpTriggerPrice { get; init; }

    public decimal? TpPrice { get; init; }

    public string? TpOrderType { get; init; }

    public decimal? SlTriggerPrice { get; init; }

    public decimal? SlPrice { get; init; }

    public string? SelfTradePreventionMode { get; init; }

    public string? PriceMatch { get; init; }

    public bool? PriceProtect { get; init; }

    public long? CreateTime { get; init; }

    /// <summary>0 before the trigger.</summary>
    public long? TriggerTime { get; init; }
}

/// <summary>An answer that only says that it was done.</summary>
internal sealed record DoneMessage(
    [property: JsonPropertyName("code")] int? Code, [property: JsonPropertyName("msg")] string? Message, long? AlgoId, string? ClientAlgoId);

internal sealed record LeverageMessage(string? Symbol, int Leverage, decimal? MaxNotionalValue);

/// <param name="Type">1 adds margin, 2 takes some away.</param>
internal sealed record PositionMarginMessage(
    decimal Amount, [property: JsonPropertyName("code")] int? Code, [property: JsonPropertyName("msg")] string? Message, int? Type);

internal sealed record CountdownMessage(string Symbol, long CountdownTime);

internal sealed record UserTradeMessage(
    long Id, long OrderId, string Symbol, string Side, string? PositionSide, decimal Price, decimal Qty, decimal Commission,
    string CommissionAsset, decimal RealizedPnl, bool Maker, long Time)
{
    public string? Pair { get; init; }

    public decimal? QuoteQty { get; init; }

    /// <summary>Value in the base asset, of contracts margined in it.</summary>
    public decimal? BaseQty { get; init; }

    public string? MarginAsset { get; init; }

    public bool? Buyer { get; init; }
}

internal sealed record IncomeMessage(string? Symbol, string IncomeType, decimal Income, string Asset, long TranId, long Time);

internal sealed record ListenKeyMessage(string? ListenKey);

internal sealed record KeyRestrictionsMessage(bool EnableReading, bool EnableFutures, bool EnableWithdrawals, bool IpRestrict);

internal sealed record SubscribeMessage(string Method, string[] Params, int Id);
