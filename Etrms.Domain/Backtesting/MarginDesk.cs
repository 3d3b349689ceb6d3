using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Margin that positions and resting orders of one contract bind.</summary>
/// <param name="Bids">Notional of resting buys that may add exposure; Asks likewise for sells.</param>
internal readonly record struct ContractMargin(decimal Position, decimal OpenOrders, decimal Bids, decimal Asks);

/// <summary>Values accounts at the current marks.</summary>
internal sealed class MarginDesk(ExchangeFloor floor)
{
    /// <summary>Maintenance margin and unrealised profit of the cross positions.</summary>
    public (decimal Maintenance, decimal Pnl) Cross(ExchangeAccount account)
    {
        var (maintenance, pnl) = (0m, 0m);
        foreach (var position in account.Positions.Values)
        {
            if (position.Quantity != 0 && account.SettingsOf(position.Instrument).Mode == MarginMode.Cross)
            {
                maintenance += Maintenance(position);
                pnl += position.Pnl(MarkOf(position.Instrument));
            }
        }

        return (maintenance, pnl);
    }

    public decimal Maintenance(PositionState position)
    {
        var market = floor.Markets[position.Instrument];
        return Margin.MaintenanceMargin(market.Instrument, Math.Abs(position.Quantity) * (market.Mark ?? position.EntryPrice)) ?? 0;
    }

    public decimal MarkOf(InstrumentId instrument) => floor.Markets[instrument].Mark ?? 0;

    public decimal Available(ExchangeAccount account)
    {
        var bound = 0m;
        foreach (var key in Contracts(account))
        {
            var margin = Contract(account, key.Instrument, key.Side);
            bound += margin.OpenOrders;
            bound += account.SettingsOf(key.Instrument).Mode == MarginMode.Cross ? margin.Position : 0;
        }

        return Math.Max(0, account.CrossWallet + Cross(account).Pnl - bound);
    }

    /// <summary>
    /// One-way and hedge alike: the worse of all buys filled and all sells filled is bound, reduce-only orders left out.
    /// </summary>
    /// <param name="extra">Signed notional of an order that is only tried on.</param>
    public ContractMargin Contract(ExchangeAccount account, InstrumentId instrument, PositionSide side, decimal extra = 0)
    {
        var (bids, asks) = (Math.Max(0, extra), Math.Max(0, -extra));
        foreach (var order in account.OpenOrders.Values)
        {
            if (order.Instrument == instrument && order.PositionSide == side && !order.IsReducing)
            {
                var notional = order.RemainingQuantity * order.Price;
                (bids, asks) = order.Side == OrderSide.Buy ? (bids + notional, asks) : (bids, asks + notional);
            }
        }

        var held = (account.PositionOf(instrument, side)?.Quantity ?? 0) * MarkOf(instrument);
        var leverage = account.SettingsOf(instrument).Leverage;
        var worst = Math.Max(Math.Abs(held + bids), Math.Abs(held - asks));
        var position = Margin.InitialMargin(Math.Abs(held), leverage);
        return new ContractMargin(position, Math.Max(0, Margin.InitialMargin(worst, leverage) - position), bids, asks);
    }

    public ExchangePosition View(ExchangeAccount account, InstrumentId instrument, PositionSide side)
    {
        var market = floor.Markets[instrument];
        var position = account.PositionOf(instrument, side) ?? new PositionState(instrument, side);
        var margin = Contract(account, instrument, side);
        return View(account, market, position) with
        {
            PositionInitialMargin = margin.Position,
            OpenOrderInitialMargin = margin.OpenOrders,
            BidNotional = margin.Bids,
            AskNotional = margin.Asks,
            MaintenanceMargin = position.Quantity == 0 ? 0 : Maintenance(position),
            LiquidationPrice = position.Quantity == 0 ? null : LiquidationPrice(account, position),
        };
    }

    /// <summary>The part of a position's view that needs no other position.</summary>
    public static ExchangePosition View(ExchangeAccount account, InstrumentMarket market, PositionState position)
    {
        var mark = market.Mark ?? position.EntryPrice;
        var (leverage, mode) = account.SettingsOf(position.Instrument);
        var pnl = position.Pnl(mark);
        return new ExchangePosition
        {
            Instrument = position.Instrument,
            Side = position.Side,
            Quantity = position.Quantity,
            EntryPrice = position.EntryPrice,
            BreakEvenPrice = position.Quantity == 0 ? 0 : position.EntryPrice + (position.OpeningFees / position.Quantity),
            MarkPrice = mark,
            UnrealizedPnl = pnl,
            AccumulatedRealized = position.AccumulatedRealized,
            Leverage = leverage,
            MarginMode = mode,
            IsolatedWallet = position.IsolatedWallet,
            IsolatedMargin = mode == MarginMode.Isolated && position.Quantity != 0 ? position.IsolatedWallet + pnl : 0,
            UpdatedAt = position.UpdatedAt,
        };
    }

    public ExchangeAccountView View(ExchangeAccount account)
    {
        var positions = Contracts(account).Select(key => View(account, key.Instrument, key.Side)).ToImmutableArray();
        var crossPnl = Cross(account).Pnl;
        var available = Available(account);
        return new ExchangeAccountView
        {
            Asset = floor.Rules.Asset,
            WalletBalance = account.Wallet,
            CrossWalletBalance = account.CrossWallet,
            UnrealizedPnl = positions.Sum(position => position.UnrealizedPnl),
            CrossUnrealizedPnl = crossPnl,
            PositionInitialMargin = positions.Sum(position => position.PositionInitialMargin),
            OpenOrderInitialMargin = positions.Sum(position => position.OpenOrderInitialMargin),
            MaintenanceMargin = positions.Sum(position => position.MaintenanceMargin),
            AvailableBalance = available,
            MaxWithdrawAmount = Math.Max(0, Math.Min(available, account.CrossWallet)),
            IsHedgeMode = account.IsHedgeMode,
            IsMultiAssets = account.IsMultiAssets,
            Positions = positions,
            UpdatedAt = account.UpdatedAt,
        };
    }

    private decimal? LiquidationPrice(ExchangeAccount account, PositionState position)
    {
        var market = floor.Markets[position.Instrument];
        if (account.SettingsOf(position.Instrument).Mode == MarginMode.Isolated)
        {
            return Margin.LiquidationPrice(market.Instrument, position.Quantity, position.EntryPrice, position.IsolatedWallet);
        }

        var (maintenance, pnl) = Cross(account);
        return Margin.LiquidationPrice(
            market.Instrument, position.Quantity, position.EntryPrice, account.CrossWallet,
            maintenance - Maintenance(position), pnl - position.Pnl(MarkOf(position.Instrument)));
    }

    /// <summary>Legs with a position or an open ordinary order, in a fixed order.</summary>
    private static SortedSet<(InstrumentId Instrument, PositionSide Side)> Contracts(ExchangeAccount account)
    {
        var keys = new SortedSet<(InstrumentId Instrument, PositionSide Side)>();
        foreach (var position in account.Positions.Values)
        {
            if (position.Quantity != 0)
            {
                keys.Add((position.Instrument, position.Side));
            }
        }

        keys.UnionWith(account.OpenOrders.Values.Select(order => (order.Instrument, order.PositionSide)));
        return keys;
    }
}
