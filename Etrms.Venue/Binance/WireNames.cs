using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance;

/// <summary>The protocol's spelling of enumerations.</summary>
internal static class WireNames
{
    public static string Of(OrderSide side) => side switch
    {
        OrderSide.Buy => "BUY",
        OrderSide.Sell => "SELL",
    };

    public static string Of(PositionSide side) => side switch
    {
        PositionSide.Both => "BOTH",
        PositionSide.Long => "LONG",
        PositionSide.Short => "SHORT",
    };

    public static string Of(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.Stop => "STOP",
        OrderType.StopMarket => "STOP_MARKET",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitMarket => "TAKE_PROFIT_MARKET",
        OrderType.TrailingStopMarket => "TRAILING_STOP_MARKET",
    };

    public static string Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodTillCancel => "GTC",
        TimeInForce.ImmediateOrCancel => "IOC",
        TimeInForce.FillOrKill => "FOK",
        TimeInForce.GoodTillCrossing => "GTX",
    };

    /// <summary>With its terms a time in force has a name of its own: GTD and RPI.</summary>
    public static string Of(TimeInForce timeInForce, OrderTerms terms) => terms switch
    {
        { GoodTillAt: not null } => "GTD",
        { IsForRetail: true } => "RPI",
        _ => Of(timeInForce),
    };

    public static string Of(SelfTradePrevention mode) => mode switch
    {
        SelfTradePrevention.ExpireMaker => "EXPIRE_MAKER",
        SelfTradePrevention.ExpireTaker => "EXPIRE_TAKER",
        SelfTradePrevention.ExpireBoth => "EXPIRE_BOTH",
        SelfTradePrevention.None => "NONE",
    };

    public static string Of(PriceMatch match) => match switch
    {
        PriceMatch.None => "NONE",
        PriceMatch.Opponent => "OPPONENT",
        PriceMatch.Opponent5 => "OPPONENT_5",
        PriceMatch.Opponent10 => "OPPONENT_10",
        PriceMatch.Opponent20 => "OPPONENT_20",
        PriceMatch.Queue => "QUEUE",
        PriceMatch.Queue5 => "QUEUE_5",
        PriceMatch.Queue10 => "QUEUE_10",
        PriceMatch.Queue20 => "QUEUE_20",
    };

    /// <summary>The number that ORDER_TRADE_UPDATE gives a reason of expiry.</summary>
    public static string Of(EndCause cause) => cause switch
    {
        EndCause.SelfTrade => "1",
        EndCause.ImmediateRest => "2",
        EndCause.PositionClosed => "4",
        EndCause.MarketRest => "9",
        EndCause.None or EndCause.GoodTillDate or EndCause.Owner or EndCause.Liquidation or EndCause.SiblingFilled
            or EndCause.ParentEnded or EndCause.Venue or EndCause.Schedule => "0",
    };

    /// <summary>An order that expired because it met one of its own account has a status of its own.</summary>
    public static string StatusOf(ExchangeOrder order) =>
        order is { Status: OrderStatus.Expired, EndCause: EndCause.SelfTrade } ? "EXPIRED_IN_MATCH" : Of(order.Status);

    private static string Of(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Canceled => "CANCELED",
        OrderStatus.Rejected => "REJECTED",
        OrderStatus.Expired => "EXPIRED",
    };

    public static string Of(ConditionalStatus status) => status switch
    {
        ConditionalStatus.New => "NEW",
        ConditionalStatus.Triggering => "TRIGGERING",
        ConditionalStatus.Triggered => "TRIGGERED",
        ConditionalStatus.Finished => "FINISHED",
        ConditionalStatus.Canceled => "CANCELED",
        ConditionalStatus.Expired => "EXPIRED",
        ConditionalStatus.Rejected => "REJECTED",
    };

    public static string Of(ExecutionKind kind) => kind switch
    {
        ExecutionKind.New => "NEW",
        ExecutionKind.Trade => "TRADE",
        ExecutionKind.Canceled => "CANCELED",
        ExecutionKind.Expired => "EXPIRED",
        ExecutionKind.Amended => "AMENDMENT",
        ExecutionKind.Calculated => "CALCULATED",
    };

    public static string Of(AccountChangeReason reason) => reason switch
    {
        AccountChangeReason.Deposit => "DEPOSIT",
        AccountChangeReason.Withdraw => "WITHDRAW",
        AccountChangeReason.Order => "ORDER",
        AccountChangeReason.Funding => "FUNDING_FEE",
        AccountChangeReason.InsuranceClear => "INSURANCE_CLEAR",
        AccountChangeReason.MarginTransfer => "MARGIN_TRANSFER",
        AccountChangeReason.MarginModeChange => "MARGIN_TYPE_CHANGE",
    };

    public static string Of(TriggerPriceType trigger) => trigger switch
    {
        TriggerPriceType.LastPrice => "CONTRACT_PRICE",
        TriggerPriceType.MarkPrice => "MARK_PRICE",
    };

    public static string Of(MarginMode mode) => mode switch
    {
        MarginMode.Cross => "CROSSED",
        MarginMode.Isolated => "ISOLATED",
    };

    /// <summary>The spelling of positions and stream events, which differs from that of settings.</summary>
    public static string OfPosition(MarginMode mode) => mode switch
    {
        MarginMode.Cross => "cross",
        MarginMode.Isolated => "isolated",
    };

    public static string Of(LedgerKind kind) => kind switch
    {
        LedgerKind.Transfer => "TRANSFER",
        LedgerKind.Funding => "FUNDING_FEE",
        LedgerKind.RealizedPnl => "REALIZED_PNL",
        LedgerKind.Commission => "COMMISSION",
        LedgerKind.Liquidation => "INSURANCE_CLEAR",
        LedgerKind.Other => "ADJUSTMENT",
    };
}
