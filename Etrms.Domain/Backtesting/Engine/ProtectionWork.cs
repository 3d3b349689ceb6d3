using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Stop-loss, trailing stop and take-profit of what is held.</summary>
internal sealed class ProtectionWork(BacktestSettings settings, BarAccount account, OrderExecution execution)
{
    /// <param name="leg">The contract.</param>
    /// <param name="wasEnteredInside">
    /// True when the position was opened at a price inside the candle: its stop lies further the same way, its target may have been passed before the
    /// entry or reached after it.
    /// </param>
    public void Check(BarLeg leg, bool wasEnteredInside)
    {
        if (leg.IsFlat || !leg.IsProtected)
        {
            return;
        }

        var side = leg.ExitSide;
        var (level, reason) = StopOf(leg);
        var stop = level is { } trigger ? FillModel.Stop(side, trigger, leg.Bar) : null;
        var target = leg.Protection.TakeProfit is { } takeProfit ? FillModel.Limit(side, takeProfit, leg.Bar) : null;
        var isAmbiguous = target is not null && (stop is not null || wasEnteredInside);
        leg.AmbiguousAt = isAmbiguous ? leg.Index : leg.AmbiguousAt;
        var isWorse = isAmbiguous && settings.IntrabarOrder == IntrabarOrder.StopFirst;
        if (stop is { } stopped && (target is null || isWorse))
        {
            execution.CloseAll(leg, stopped, new FillFacts(reason) { IsAmbiguous = isAmbiguous });
        }
        else if (target is { } met && !isWorse)
        {
            account.Fill(leg, side, Math.Abs(leg.Position.Quantity), met, new FillFacts(ExitReason.TakeProfit) { IsMaker = true, IsAmbiguous = isAmbiguous });
        }
    }

    /// <summary>A trailing stop follows the best price of the candle once it is over: what came first inside it is not known.</summary>
    public static void Trail(BarLeg leg)
    {
        if (leg.Protection.Trail is not null && !leg.IsFlat)
        {
            // Of the candle of an entry only the close is sure to have come after it.
            var best = leg.Trade!.Bar == leg.Index ? leg.Bar.Close : leg.Position.Quantity > 0 ? leg.Bar.High : leg.Bar.Low;
            leg.Best = leg.Position.Quantity > 0 ? Math.Max(leg.Best, best) : Math.Min(leg.Best, best);
        }
    }

    /// <summary>The stop that a price reaches first, of the fixed one and the one that trails.</summary>
    public static (decimal? Level, ExitReason Reason) StopOf(BarLeg leg)
    {
        if (leg.Protection.Trail is not { } trail)
        {
            return (leg.Protection.StopLoss, ExitReason.StopLoss);
        }

        var trailing = TrailingStop(leg, leg.ExitSide, leg.Best, trail);
        return leg.Protection.StopLoss is { } stop && (leg.ExitSide == OrderSide.Sell ? stop >= trailing : stop <= trailing)
            ? (stop, ExitReason.StopLoss)
            : (trailing, ExitReason.TrailingStop);
    }

    /// <summary>Where a stop that trails the best price stands.</summary>
    public static decimal TrailingStop(BarLeg leg, OrderSide side, decimal best, decimal trail) =>
        leg.Instrument.RoundPriceFor(side, side == OrderSide.Sell ? best * (1 - trail) : best * (1 + trail));
}
