using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

// Only the fields that are used. Money travels as text, sometimes as a number, sometimes with an exponent; all three are read.

internal sealed record ErrorMessage([property: JsonPropertyName("code")] int Code, [property: JsonPropertyName("msg")] string? Message);

internal sealed record ServerTimeMessage(long ServerTime);

internal sealed record ExchangeInfoMessage(RateLimitMessage[] RateLimits, SymbolMessage[] Symbols);

internal sealed record RateLimitMessage(string RateLimitType, string Interval, int IntervalNum, int Limit);

internal sealed record SymbolMessage(
    string Symbol, string Status, string BaseAsset, string QuoteAsset, decimal? LiquidationFee, SymbolFilterMessage[] Filters);

internal sealed record SymbolFilterMessage(
    string FilterType, decimal? TickSize, decimal? StepSize, decimal? MinQty, decimal? MaxQty, decimal? Notional,
    decimal? MultiplierUp, decimal? MultiplierDown);

internal sealed record SymbolBracketsMessage(string Symbol, BracketMessage[] Brackets);

internal sealed record BracketMessage(
    int Bracket, int InitialLeverage, decimal NotionalCap, decimal NotionalFloor, decimal MaintMarginRatio, decimal Cum);

internal sealed record BookTickerMessage(string Symbol, long Time);

internal sealed record FundingRateMessage(long FundingTime, decimal FundingRate);

internal sealed record AccountMessage(
    decimal TotalWalletBalance, decimal TotalUnrealizedProfit, decimal TotalMarginBalance,
    decimal TotalInitialMargin, decimal TotalMaintMargin, decimal AvailableBalance, AssetMessage[]? Assets);

internal sealed record AssetMessage(string Asset, decimal WalletBalance, decimal MarginBalance);

internal sealed record AccountConfigMessage(bool DualSidePosition, bool MultiAssetsMargin);

internal sealed record SymbolConfigMessage(string Symbol, string MarginType, int Leverage);

internal sealed record PositionMessage(
    string Symbol, string PositionSide, decimal PositionAmt, decimal EntryPrice, decimal? BreakEvenPrice, decimal? MarkPrice,
    decimal? UnRealizedProfit, decimal? LiquidationPrice, decimal? IsolatedMargin, decimal? IsolatedWallet,
    decimal? InitialMargin, decimal? MaintMargin, long UpdateTime);

internal sealed record OrderMessage(
    long OrderId, string? ClientOrderId, string Symbol, string Status, string Side, string? PositionSide, string Type, string? TimeInForce,
    decimal? Price, decimal? StopPrice, string? WorkingType, decimal OrigQty, decimal? ExecutedQty, decimal? AvgPrice,
    bool? ReduceOnly, bool? ClosePosition, decimal? ActivatePrice, decimal? PriceRate, long? GoodTillDate, long? UpdateTime);

internal sealed record AlgoOrderMessage(
    long AlgoId, string? ClientAlgoId, string Symbol, string AlgoStatus, string Side, string? PositionSide, string? OrderType, string? Type,
    string? TimeInForce, decimal? Price, decimal? TriggerPrice, string? WorkingType, decimal? Quantity, decimal? ActualQty,
    decimal? ActualPrice, bool? ReduceOnly, bool? ClosePosition, decimal? ActivatePrice, decimal? CallbackRate, long? GoodTillDate,
    long? UpdateTime);

/// <summary>An answer that only says that it was done.</summary>
internal sealed record DoneMessage([property: JsonPropertyName("msg")] string? Message);

internal sealed record LeverageMessage(int Leverage);

internal sealed record PositionMarginMessage(decimal Amount);

internal sealed record CountdownMessage(string Symbol, long CountdownTime);

internal sealed record TickerMessage(
    string Symbol, decimal LastPrice, decimal HighPrice, decimal LowPrice, decimal Volume, decimal QuoteVolume,
    decimal PriceChangePercent, long CloseTime);

internal sealed record PremiumMessage(
    string Symbol, decimal? MarkPrice, decimal? IndexPrice, decimal? LastFundingRate, long NextFundingTime, long Time);

internal sealed record DepthMessage(long LastUpdateId, [property: JsonPropertyName("T")] long T, decimal[][] Bids, decimal[][] Asks);

internal sealed record TradeMessage(long Id, decimal Price, decimal Qty, bool IsBuyerMaker, long Time);

internal sealed record UserTradeMessage(
    long Id, long OrderId, string Symbol, string Side, string? PositionSide, decimal Price, decimal Qty, decimal Commission,
    string CommissionAsset, decimal RealizedPnl, bool Maker, long Time);

internal sealed record IncomeMessage(string? Symbol, string IncomeType, decimal Income, string Asset, long TranId, long Time);

internal sealed record ListenKeyMessage(string? ListenKey);

internal sealed record KeyRestrictionsMessage(bool EnableReading, bool EnableFutures, bool EnableWithdrawals, bool IpRestrict);

internal sealed record SubscribeMessage(string Method, string[] Params, int Id);
