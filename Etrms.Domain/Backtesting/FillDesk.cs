using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>One execution.</summary>
/// <param name="FeeRate">Commission as a fraction of the notional.</param>
internal readonly record struct Execution(decimal Price, decimal Quantity, decimal FeeRate, bool IsMaker, DateTimeOffset At);

/// <summary>Books executions: position, fee, profit, history and the events of each.</summary>
internal sealed class FillDesk(ExchangeFloor floor)
{
    /// <summary>Applies one execution and answers the order after it. The caller keeps reduce-only orders within the position.</summary>
    public ExchangeOrder Fill(ExchangeAccount account, ExchangeOrder order, Execution execution)
    {
        var position = account.PositionFor(order.Instrument, order.PositionSide);
        var start = position.Quantity;
        var closed = Math.Min(execution.Quantity, position.Closable(order.Side));
        var fee = Math.Round(execution.Price * execution.Quantity * execution.FeeRate, 8);
        var realized = position.Apply(order.Side, execution.Price, execution.Quantity, fee);
        position.UpdatedAt = execution.At;
        var (leverage, mode) = account.SettingsOf(position.Instrument);
        if (mode == MarginMode.Isolated)
        {
            position.MoveIsolatedMargin(closed, Math.Abs(start), execution.Price * (execution.Quantity - closed), leverage);
        }

        var trade = new ExchangeTrade(
            floor.NextTradeId++, order.OrderId, order.Instrument, order.Side, order.PositionSide, execution.Price, execution.Quantity,
            fee, realized, execution.IsMaker, execution.At)
        {
            StartQuantity = start,
        };
        account.Store(trade);
        BookMoney(account, trade);

        var filled = order.FilledQuantity + execution.Quantity;
        var after = order with
        {
            FilledQuantity = filled,
            FilledNotional = order.FilledNotional + (execution.Price * execution.Quantity),
            Status = filled >= order.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            UpdatedAt = execution.At,
        };
        floor.Announce(account, after, ExecutionKind.Trade, trade);
        floor.AnnounceAccount(account, AccountChangeReason.Order, external: 0, position, execution.At);
        return after;
    }

    private void BookMoney(ExchangeAccount account, ExchangeTrade trade)
    {
        if (trade.RealizedPnl != 0)
        {
            floor.Book(account, LedgerKind.RealizedPnl, trade.Instrument, trade.RealizedPnl, trade.TradeId, trade.At);
        }

        if (trade.Fee != 0)
        {
            floor.Book(account, LedgerKind.Commission, trade.Instrument, -trade.Fee, trade.TradeId, trade.At);
        }
    }
}
