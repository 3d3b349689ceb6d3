using Etrms.Contracts;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Live;

/// <summary>Positions and resting orders as others see them.</summary>
internal static class PositionViews
{
    public static PositionsView ToPositionsView(this RiskSnapshot snapshot) => new(
        [.. snapshot.Positions.Select(ToView)], [.. snapshot.OpenOrders.Select(ToView)], snapshot.IsComplete);

    private static PositionView ToView(PositionMetrics position) => new()
    {
        Id = position.Key,
        AccountId = position.Account.Value,
        AccountName = position.AccountName,
        Exchange = position.Instrument.Exchange,
        Symbol = position.Instrument.Symbol,
        PositionSide = position.Side,
        Quantity = position.Quantity,
        EntryPrice = position.EntryPrice,
        BreakEvenPrice = position.BreakEvenPrice,
        MarkPrice = position.MarkPrice,
        Notional = position.Notional,
        UnrealizedPnl = position.UnrealizedPnl,
        ReturnOnMargin = position.ReturnOnMargin,
        LiquidationPrice = position.LiquidationPrice,
        LiquidationDistance = position.LiquidationDistance,
        Leverage = position.Leverage,
        MarginMode = position.MarginMode,
        ShareOfEquity = position.ShareOfEquity,
        FundingPaid = position.FundingPaid,
        StopLoss = position.StopLoss,
        TakeProfit = position.TakeProfit,
        State = NameOf(position.State),
        TickSize = position.TickSize,
        StepSize = position.StepSize,
        OpenedAt = position.OpenedAt,
        MarkAt = position.MarkAt,
    };

    private static string NameOf(PositionState state) => state switch
    {
        PositionState.Open => "open",
        PositionState.Closing => "closing",
        PositionState.Reducing => "reducing",
        PositionState.Unprotected => "unprotected",
    };

    private static OpenOrderView ToView(AccountOrder held)
    {
        var order = held.Order;
        return new OpenOrderView(
            held.Account.Value, order.Instrument.Exchange, order.Instrument.Symbol, order.OrderId, order.ClientOrderId, order.Side,
            order.PositionSide, order.Type, order.Price, order.TriggerPrice, order.Quantity, order.FilledQuantity, order.ReduceOnly,
            order.ClosePosition, order.IsConditional);
    }
}
