using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Warns and liquidates accounts whose margin balance falls to their maintenance margin, on the mark price.</summary>
internal sealed class LiquidationDesk(ExchangeFloor floor, MarginDesk margin, OrderDesk orders, FillDesk fills)
{
    public void Check(InstrumentMarket market, DateTimeOffset at)
    {
        foreach (var account in floor.Accounts.Values)
        {
            if (account.Positions.Values.Any(position => position.Quantity != 0 && position.Instrument == market.Instrument.Id))
            {
                CheckIsolated(account, market, at);
                CheckCross(account, at);
            }
        }
    }

    /// <summary>Closes a position at the mark; nothing is taken from the book and no fee is charged.</summary>
    public ExchangeOrder Deleverage(ExchangeAccount account, PositionState position, DateTimeOffset at)
    {
        var mark = margin.MarkOf(position.Instrument);
        var order = ForcedOrder(position, at) with { ClientOrderId = "adl_autoclose", Price = mark };
        floor.NextOrderId++;
        floor.Announce(account, order, ExecutionKind.Calculated);
        return orders.Settle(account, fills.Fill(account, order, new Execution(mark, order.Quantity, FeeRate: 0, IsMaker: false, at)));
    }

    private void CheckIsolated(ExchangeAccount account, InstrumentMarket market, DateTimeOffset at)
    {
        if (account.SettingsOf(market.Instrument.Id).Mode != MarginMode.Isolated)
        {
            return;
        }

        foreach (var position in account.Positions.Values.Where(leg => leg.Instrument == market.Instrument.Id).ToList())
        {
            var balance = position.IsolatedWallet + position.Pnl(market.Mark ?? position.EntryPrice);
            if (position.Quantity != 0 && balance <= margin.Maintenance(position))
            {
                CancelOrders(account, at, order => order.Instrument == position.Instrument);
                Liquidate(account, position, (balance, margin.Maintenance(position)), at);
            }
        }
    }

    private void CheckCross(ExchangeAccount account, DateTimeOffset at)
    {
        var (maintenance, pnl) = margin.Cross(account);
        if (maintenance == 0)
        {
            return;
        }

        var balance = account.CrossWallet + pnl;
        Warn(account, maintenance >= balance * floor.Rules.MarginCallRatio, at);
        if (maintenance < balance)
        {
            return;
        }

        CancelOrders(account, at, order => account.SettingsOf(order.Instrument).Mode == MarginMode.Cross);
        while (maintenance > 0 && maintenance >= balance)
        {
            if (!Liquidate(account, Heaviest(account), (balance, maintenance), at))
            {
                return;
            }

            (maintenance, pnl) = margin.Cross(account);
            balance = account.CrossWallet + pnl;
        }
    }

    private PositionState Heaviest(ExchangeAccount account) => account.Positions.Values
        .Where(position => position.Quantity != 0 && account.SettingsOf(position.Instrument).Mode == MarginMode.Cross)
        .MaxBy(margin.Maintenance)!;

    private void Warn(ExchangeAccount account, bool isDue, DateTimeOffset at)
    {
        if (isDue && !account.IsMarginCalled)
        {
            var positions = margin.View(account).Positions;
            floor.Emit(new ExchangeEvent.MarginCalled(account.CrossWallet, positions) { Account = account.Key, At = at });
        }

        account.IsMarginCalled = isDue;
    }

    private void CancelOrders(ExchangeAccount account, DateTimeOffset at, Func<ExchangeOrder, bool> isMeant)
    {
        foreach (var order in account.OpenOrders.Values.Where(isMeant).ToList())
        {
            orders.Cancel(account, order, EndCause.Liquidation, at);
        }
    }

    /// <summary>
    /// The forced order takes from the book down to the bankruptcy price; what is left the insurance fund takes over there, so that the
    /// margin never ends below zero. The liquidation fee takes no more than what remains.
    /// </summary>
    /// <returns>False when only a part went and the rest waits for the next price.</returns>
    private bool Liquidate(
        ExchangeAccount account, PositionState position, (decimal Balance, decimal Maintenance) margins, DateTimeOffset at)
    {
        var market = floor.Markets[position.Instrument];
        var mark = market.Mark ?? position.EntryPrice;
        var isBackstop = margins.Balance < margins.Maintenance * floor.Rules.Liquidations.BackstopBelow;
        var quantity = isBackstop ? Math.Abs(position.Quantity) : Part(account, market, position, at);
        var isWhole = quantity == Math.Abs(position.Quantity);
        var bankruptcy = Margin.BankruptcyPrice(market.Instrument, position.Quantity, mark, margins.Balance);
        var (isolated, wallet) = (position.IsolatedWallet, account.Wallet);
        var order = ForcedOrder(position, at) with { Price = bankruptcy, Quantity = quantity, IsBackstop = isBackstop };
        floor.NextOrderId++;
        floor.Announce(account, order, ExecutionKind.Calculated);
        floor.Emit(new ExchangeEvent.Liquidated(order) { Account = account.Key, At = at });

        order = isBackstop ? order : orders.Take(account, order, (bankruptcy, Fee: 0));
        if (order.IsOpen && isWhole)
        {
            floor.InsuranceFund += Math.Sign(position.Quantity) * order.RemainingQuantity * (mark - bankruptcy);
            order = fills.Fill(account, order, new Execution(bankruptcy, order.RemainingQuantity, FeeRate: 0, IsMaker: false, at));
        }

        orders.Settle(account, order);
        ChargeFee(account, order, (isolated, wallet), at);
        return isWhole;
    }

    /// <summary>How much of a position goes now: where the venue spares large ones, a share at first and all shortly after.</summary>
    private decimal Part(ExchangeAccount account, InstrumentMarket market, PositionState position, DateTimeOffset at)
    {
        var customs = floor.Rules.Liquidations;
        var whole = Math.Abs(position.Quantity);
        if (!(whole * (market.Mark ?? position.EntryPrice) > customs.PartialAbove)
            || at - account.PartlyLiquidatedAt < customs.WholeWithin)
        {
            return whole;
        }

        account.PartlyLiquidatedAt = at;
        return market.Instrument.RoundQuantityUp(whole * customs.FirstShare);
    }

    private void ChargeFee(ExchangeAccount account, ExchangeOrder order, (decimal Isolated, decimal Wallet) before, DateTimeOffset at)
    {
        var isCross = account.SettingsOf(order.Instrument).Mode == MarginMode.Cross;
        var spare = isCross
            ? Math.Min(account.CrossWallet, account.CrossWallet + margin.Cross(account).Pnl)
            : before.Isolated + account.Wallet - before.Wallet;
        var rate = floor.Markets[order.Instrument].Instrument.LiquidationFee;
        var fee = Math.Min(Math.Round(order.FilledNotional * rate, 8), Math.Max(0, spare));
        if (fee > 0)
        {
            floor.InsuranceFund += fee;
            floor.Book(account, LedgerKind.Liquidation, order.Instrument, -fee, tradeId: null, at);
            floor.AnnounceAccount(account, AccountChangeReason.InsuranceClear, -fee, position: null, at);
        }
    }

    private ExchangeOrder ForcedOrder(PositionState position, DateTimeOffset at) => new()
    {
        OrderId = floor.NextOrderId,
        ClientOrderId = $"autoclose-{floor.NextOrderId}",
        Instrument = position.Instrument,
        Side = position.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy,
        PositionSide = position.Side,
        Type = OrderType.Limit,
        OriginalType = OrderType.Limit,
        TimeInForce = TimeInForce.ImmediateOrCancel,
        Status = OrderStatus.New,
        Quantity = Math.Abs(position.Quantity),
        ReduceOnly = true,
        CreatedAt = at,
        UpdatedAt = at,
    };
}
