using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Binance;

/// <summary>Binance's words and ours. A word that is new to us must not cost a fill or hide an order, so each reading has a safe fallback.</summary>
internal static class BinanceWords
{
    /// <summary>What positions settle in, and what the totals of an account are told in.</summary>
    public const string SettlementAsset = "USDT";

    public static InstrumentId Instrument(string symbol) => new(Exchange.Binance, symbol);

    public static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>Null where the venue writes 0 for "none".</summary>
    public static DateTimeOffset? GivenInstant(long? milliseconds) => milliseconds is > 0 and var given ? Instant(given) : null;

    public static decimal? Given(decimal? amount) => amount == 0 ? null : amount;

    /// <summary>Null where the venue writes nothing or 0 for "none".</summary>
    public static string? GivenNumber(string? number) => number is null or "" or "0" ? null : number;

    /// <summary>The venue counts in percent, ETRMS in fractions.</summary>
    public static decimal? Fraction(decimal? percent) => Given(percent) / 100;

    /// <summary>The venue's own orders are known by the ids that it gives them.</summary>
    public static FillCause CauseOf(string clientOrderId) =>
        clientOrderId.StartsWith("adl_autoclose", StringComparison.Ordinal) ? FillCause.Deleveraging
        : clientOrderId.StartsWith("autoclose-", StringComparison.Ordinal) ? FillCause.Liquidation
        : FillCause.Order;

    public static OrderSide Side(string word) => word == "BUY" ? OrderSide.Buy : OrderSide.Sell;

    public static string Word(OrderSide side) => side switch
    {
        OrderSide.Buy => "BUY",
        OrderSide.Sell => "SELL",
    };

    public static PositionSide PositionSideOf(string? word) => word switch
    {
        "LONG" => PositionSide.Long,
        "SHORT" => PositionSide.Short,
        _ => PositionSide.Both,
    };

    /// <summary>Null in one-way mode, where the venue's own default holds.</summary>
    public static string? Word(PositionSide side) => side switch
    {
        PositionSide.Both => null,
        PositionSide.Long => "LONG",
        PositionSide.Short => "SHORT",
    };

    /// <summary>Liquidations carry a type of their own; what has no limit price is a market order.</summary>
    public static OrderType Type(string word, decimal price) => word switch
    {
        "LIMIT" => OrderType.Limit,
        "MARKET" => OrderType.Market,
        "STOP" => OrderType.Stop,
        "STOP_MARKET" => OrderType.StopMarket,
        "TAKE_PROFIT" => OrderType.TakeProfit,
        "TAKE_PROFIT_MARKET" => OrderType.TakeProfitMarket,
        "TRAILING_STOP_MARKET" => OrderType.TrailingStopMarket,
        _ => price == 0 ? OrderType.Market : OrderType.Limit,
    };

    public static string Word(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.Stop => "STOP",
        OrderType.StopMarket => "STOP_MARKET",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitMarket => "TAKE_PROFIT_MARKET",
        OrderType.TrailingStopMarket => "TRAILING_STOP_MARKET",
    };

    /// <summary>GTD, RPI and GTE_GTC all rest until something ends them.</summary>
    public static TimeInForce TimeInForceOf(string? word) => word switch
    {
        "IOC" => TimeInForce.ImmediateOrCancel,
        "FOK" => TimeInForce.FillOrKill,
        "GTX" => TimeInForce.GoodTillCrossing,
        _ => TimeInForce.GoodTillCancel,
    };

    public static string Word(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodTillCancel => "GTC",
        TimeInForce.ImmediateOrCancel => "IOC",
        TimeInForce.FillOrKill => "FOK",
        TimeInForce.GoodTillCrossing => "GTX",
    };

    /// <summary>NEW_INSURANCE, NEW_ADL and words to come count as open: the next reading of the open orders mends it.</summary>
    public static OrderStatus Status(string word) => word switch
    {
        "PARTIALLY_FILLED" => OrderStatus.PartiallyFilled,
        "FILLED" => OrderStatus.Filled,
        "CANCELED" => OrderStatus.Canceled,
        "REJECTED" => OrderStatus.Rejected,
        "EXPIRED" or "EXPIRED_IN_MATCH" => OrderStatus.Expired,
        _ => OrderStatus.New,
    };

    /// <summary>A conditional order is open until the order born from it has ended; finished without a fill means that one was cancelled.</summary>
    public static OrderStatus AlgoStatus(string word, decimal filled) => word switch
    {
        "FINISHED" => filled > 0 ? OrderStatus.Filled : OrderStatus.Canceled,
        _ => Status(word),
    };

    public static TriggerPriceType Trigger(string? word) =>
        word == "MARK_PRICE" ? TriggerPriceType.MarkPrice : TriggerPriceType.LastPrice;

    public static string Word(TriggerPriceType trigger) => trigger switch
    {
        TriggerPriceType.MarkPrice => "MARK_PRICE",
        TriggerPriceType.LastPrice => "CONTRACT_PRICE",
    };

    /// <summary>REST says CROSSED, the stream says cross.</summary>
    public static MarginMode Margin(string? word) =>
        string.Equals(word, "ISOLATED", StringComparison.OrdinalIgnoreCase) ? MarginMode.Isolated : MarginMode.Cross;

    public static string Word(MarginMode mode) => mode switch
    {
        MarginMode.Cross => "CROSSED",
        MarginMode.Isolated => "ISOLATED",
    };

    public static LedgerKind Ledger(string incomeType) => incomeType switch
    {
        "FUNDING_FEE" => LedgerKind.Funding,
        "REALIZED_PNL" => LedgerKind.RealizedPnl,
        "COMMISSION" => LedgerKind.Commission,
        "INSURANCE_CLEAR" => LedgerKind.Liquidation,
        "COIN_SWAP_DEPOSIT" or "COIN_SWAP_WITHDRAW" => LedgerKind.Transfer,
        _ => incomeType.Contains("TRANSFER", StringComparison.Ordinal) ? LedgerKind.Transfer : LedgerKind.Other,
    };
}
