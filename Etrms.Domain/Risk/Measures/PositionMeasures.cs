using Etrms.Domain.Risk.Books;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Measures;

/// <summary>One position as views show it.</summary>
internal static class PositionMeasures
{
    /// <param name="target">Target of an unfinished plan; null when none is under way.</param>
    public static PositionMetrics Of(PositionBook position, RiskBooks books, decimal? target)
    {
        var isMarked = position.Contract.Mark > 0;
        var report = position.Report;
        var liquidation = LiquidationPrice(position);
        var stop = Protection(position, isStop: true);
        var margin = InitialMargin(position);
        return new PositionMetrics
        {
            Account = position.Account.Id,
            AccountName = position.Account.Name,
            Instrument = position.Contract.Id,
            Side = position.Side,
            Quantity = position.Quantity,
            EntryPrice = report.EntryPrice,
            BreakEvenPrice = report.BreakEvenPrice > 0 ? report.BreakEvenPrice : null,
            MarkPrice = isMarked ? position.Contract.Mark : null,
            Notional = isMarked ? position.Notional : null,
            UnrealizedPnl = isMarked ? position.UnrealizedPnl : null,
            ReturnOnMargin = isMarked && margin > 0 ? position.UnrealizedPnl / margin : null,
            LiquidationPrice = liquidation,
            LiquidationDistance = isMarked && liquidation is { } price
                ? Math.Sign(position.Quantity) * (position.Contract.Mark - price) / position.Contract.Mark
                : null,
            Leverage = report.Leverage,
            MarginMode = report.MarginMode,
            IsolatedMargin = report.MarginMode == MarginMode.Isolated ? report.IsolatedMargin : null,
            ShareOfEquity = isMarked && books.UnknownReason(position.Account) is null && position.Account.Equity > 0
                ? position.Notional / position.Account.Equity
                : null,
            FundingPaid = position.Trip.Funding,
            StopLoss = stop,
            TakeProfit = Protection(position, isStop: false),
            State = target is { } goal ? goal == 0 ? PositionState.Closing : PositionState.Reducing
                : stop is null ? PositionState.Unprotected : PositionState.Open,
            TickSize = position.Contract.Rules?.TickSize ?? 0,
            StepSize = position.Contract.Rules?.StepSize ?? 0,
            OpenedAt = position.Trip.OpenedAt,
            MarkAt = position.Contract.MarkAt != 0 ? EngineClock.At(position.Contract.MarkAt) : null,
        };
    }

    /// <summary>Level of the protective order nearest to the mark; null when none rests.</summary>
    public static decimal? Protection(PositionBook position, bool isStop)
    {
        decimal? level = null;
        foreach (var order in position.Account.Orders.Values)
        {
            var isOurs = order.Instrument == position.Contract.Id && order.PositionSide == position.Side
                && ProtectionPlanner.IsProtective(order) && ProtectionPlanner.IsStop(order.Type) == isStop
                && order.TriggerPrice > 0 && (order.Side == OrderSide.Sell) == (position.Quantity > 0);
            if (isOurs && (level is null || Math.Abs(order.TriggerPrice - position.Contract.Mark) < Math.Abs(level.Value - position.Contract.Mark)))
            {
                level = order.TriggerPrice;
            }
        }

        return level;
    }

    public static decimal? MaintenanceMargin(PositionBook position) => position.Contract is { Mark: > 0, Rules: { } rules, AreRulesStale: false }
        ? Margin.MaintenanceMargin(rules, position.Notional)
        : position.Report.MaintenanceMargin > 0 ? position.Report.MaintenanceMargin : null;

    public static decimal? InitialMargin(PositionBook position) => position.Report switch
    {
        { Leverage: > 0 and { } leverage } when position.Contract.Mark > 0 => Margin.InitialMargin(position.Notional, leverage),
        { InitialMargin: > 0 and { } margin } => margin,
        _ => null,
    };

    /// <summary>Our own figure from the bracket table while everything it needs is known, else the venue's.</summary>
    public static decimal? LiquidationPrice(PositionBook position)
    {
        if (position.Contract.Table is not { } rules || position.Contract.Mark <= 0)
        {
            return position.Report.LiquidationPrice;
        }

        if (position.Report.MarginMode == MarginMode.Isolated)
        {
            return Margin.LiquidationPrice(rules, position.Quantity, position.Report.EntryPrice, position.Report.IsolatedMargin);
        }

        var (maintenance, pnl, isolated) = (0m, 0m, 0m);
        foreach (var other in position.Account.Positions)
        {
            if (other.Report.MarginMode == MarginMode.Isolated)
            {
                isolated += other.Report.IsolatedMargin;
            }
            else if (other != position)
            {
                if (MaintenanceMargin(other) is not { } margin || other.Contract.Mark <= 0)
                {
                    return position.Report.LiquidationPrice;
                }

                maintenance += margin;
                pnl += other.UnrealizedPnl;
            }
        }

        return Margin.LiquidationPrice(
            rules, position.Quantity, position.Report.EntryPrice, position.Account.Wallet - isolated, maintenance, pnl);
    }
}
