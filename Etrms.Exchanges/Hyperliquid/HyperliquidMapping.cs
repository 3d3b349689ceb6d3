using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Orders, fills and positions of the wire as domain values.</summary>
internal static class HyperliquidMapping
{
    public static Order ToOrder(this OrderMessage message, string status, long at)
    {
        var isTrigger = message.IsTrigger ?? false;
        var type = Type(message.OrderType, isTrigger);
        var ordered = message.OrigSz ?? message.Sz;
        var filled = status == "filled" ? ordered : ordered - message.Sz;
        return new()
        {
            OrderId = message.Oid.ToString(),
            ClientOrderId = Cloid.ClientOrderId(message.Cloid),
            Instrument = Instrument(message.Coin),
            Side = Side(message.Side),
            Type = type,
            TimeInForce = TimeInForceOf(message.Tif),
            Status = Status(status, filled),

            // A triggered market order carries how far it may reach, which is not a price that anyone asked for.
            Price = type is OrderType.StopMarket or OrderType.TakeProfitMarket ? 0 : message.LimitPx,
            TriggerPrice = message.TriggerPx ?? 0,
            TriggerBy = TriggerPriceType.MarkPrice,
            Quantity = ordered,
            FilledQuantity = filled,
            ReduceOnly = message.ReduceOnly ?? false,
            ClosePosition = message.IsPositionTpsl ?? false,
            IsConditional = isTrigger,
            UpdatedAt = Instant(at),
            IsEndedBySwitch = status == ScheduledCancel,
        };
    }

    public static Order ToOpenOrder(this OrderMessage message) => message.ToOrder("open", message.Timestamp);

    public static Order? ToOrder(this OrderStatusMessage message) =>
        message.Order is { } found ? found.Order.ToOrder(found.Status, found.StatusTimestamp) : null;

    /// <summary>Null for what is not a perpetual of this account. Before 2024 fills had no number of their own.</summary>
    /// <param name="message">The row; it names a liquidated user on both sides of a forced trade.</param>
    /// <param name="user">Whose row it is.</param>
    public static Fill? ToFill(this FillMessage message, string user) => !IsPerpetual(message.Coin) ? null : new(
        message.Tid?.ToString() ?? $"{message.Oid}-{message.Time}-{message.StartPosition}",
        message.Oid.ToString(), Cloid.ClientOrderId(message.Cloid), Instrument(message.Coin), Side(message.Side), PositionSide.Both,
        message.Px, message.Sz, message.Fee ?? 0, message.FeeToken ?? Collateral, message.ClosedPnl ?? 0, !message.Crossed,
        Instant(message.Time))
    {
        Cause = message.Dir == "Auto-Deleveraging" ? FillCause.Deleveraging
            : string.Equals(message.Liquidation?.LiquidatedUser, user, StringComparison.OrdinalIgnoreCase) ? FillCause.Liquidation
            : FillCause.Order,
    };

    /// <param name="message">The row.</param>
    /// <param name="rules">The contract's margin table; without it the margins are unknown and stay 0.</param>
    /// <param name="at">When the venue wrote it.</param>
    public static Position ToPosition(this PositionMessage message, Instrument? rules, DateTimeOffset at)
    {
        var notional = message.PositionValue ?? 0;
        var mode = Margin(message.Leverage?.Type);
        return new()
        {
            Instrument = Instrument(message.Coin),
            Quantity = message.Szi,
            EntryPrice = message.EntryPx ?? 0,
            MarkPrice = message.Szi == 0 ? 0 : notional / Math.Abs(message.Szi),
            UnrealizedPnl = message.UnrealizedPnl ?? 0,
            LiquidationPrice = message.LiquidationPx,
            Leverage = message.Leverage?.Value,
            MarginMode = mode,
            IsolatedMargin = mode == MarginMode.Isolated ? message.MarginUsed ?? 0 : 0,
            InitialMargin = message.Leverage is { Value: > 0 and var leverage } ? notional / leverage : message.MarginUsed ?? 0,
            MaintenanceMargin = rules is null ? 0 : Domain.Risk.Margin.MaintenanceMargin(rules, notional) ?? 0,
            UpdatedAt = at,
        };
    }

    public static ImmutableArray<Position> ToPositions(this ClearinghouseMessage state, ContractList contracts, DateTimeOffset at) =>
        [.. state.AssetPositions
            .Where(row => row.Position.Szi != 0)
            .Select(row => row.Position.ToPosition(contracts.Find(row.Position.Coin)?.Instrument, at))];

    /// <summary>
    /// The margin account. Under one account for everything the coins of the spot side are the collateral and the perpetuals' own summary is
    /// not the account's truth: there the balance holds the unrealised profit already, and what positions and orders bind is "hold".
    /// </summary>
    /// <param name="state">The perpetuals' state.</param>
    /// <param name="spot">The spot side; null where the perpetuals have an account of their own.</param>
    /// <param name="positions">The positions of that state.</param>
    public static AccountBalance ToBalance(this ClearinghouseMessage state, SpotStateMessage? spot, ImmutableArray<Position> positions)
    {
        var profit = positions.Sum(position => position.UnrealizedPnl);
        var maintenance = (state.CrossMaintenanceMarginUsed ?? positions.Where(IsCross).Sum(position => position.MaintenanceMargin))
            + positions.Where(position => !IsCross(position)).Sum(position => position.MaintenanceMargin);
        if (spot is not null)
        {
            var dollars = Array.Find(spot.Balances, balance => balance.Coin == Collateral);
            var (total, hold) = (dollars?.Total ?? 0, dollars?.Hold ?? 0);
            return new(Collateral, total - profit, profit, total, hold, maintenance, Math.Max(0, total - hold));
        }

        var cross = state.CrossMarginSummary ?? state.MarginSummary;
        var value = state.MarginSummary.AccountValue ?? 0;
        var free = (cross.AccountValue ?? value) - (cross.TotalMarginUsed ?? 0);
        return new(Collateral, value - profit, profit, value, state.MarginSummary.TotalMarginUsed ?? 0, maintenance, Math.Max(0, free));
    }

    private static bool IsCross(Position position) => position.MarginMode == MarginMode.Cross;
}
