using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Liquidates by the mark price, with the venue's margin formulas. Contracts without a margin table are never liquidated.</summary>
internal sealed class LiquidationWork(BacktestSettings settings, BarAccount account)
{
    /// <summary>Within a candle, before a stop that lies beyond it.</summary>
    public void Check(BarLeg leg)
    {
        if (leg.IsFlat || leg.Instrument.Brackets.IsEmpty || account.LiquidationPrice(leg) is not { } price)
        {
            return;
        }

        if (FillModel.Stop(leg.ExitSide, price, leg.MarkBar) is { } mark && !IsStopNearer(leg, price))
        {
            Liquidate(leg, mark);
        }
    }

    /// <summary>At the end of a candle, when several positions have moved: the heaviest goes first, as long as the account needs it.</summary>
    public void CheckTogether(IReadOnlyList<BarLeg> legs)
    {
        if (settings.MarginMode == MarginMode.Isolated)
        {
            return;
        }

        while (legs.Where(leg => !leg.IsFlat && !leg.Instrument.Brackets.IsEmpty).MaxBy(Maintenance) is { } heaviest
            && legs.Sum(Maintenance) is > 0 and var needed && needed >= account.BackingOf(heaviest, heaviest.Mark))
        {
            Liquidate(heaviest, heaviest.Mark);
        }
    }

    private static decimal Maintenance(BarLeg leg) =>
        leg.IsFlat ? 0 : Margin.MaintenanceMargin(leg.Instrument, Math.Abs(leg.Position.Quantity) * leg.Mark) ?? 0;

    /// <summary>The insurance fund takes over at the bankruptcy price, and the fee takes no more than what is left.</summary>
    private void Liquidate(BarLeg leg, decimal mark)
    {
        var (quantity, size) = (leg.Position.Quantity, Math.Abs(leg.Position.Quantity));
        var bankruptcy = Margin.BankruptcyPrice(leg.Instrument, quantity, mark, account.BackingOf(leg, mark));
        var price = quantity > 0 ? Math.Max(mark, bankruptcy) : Math.Min(mark, bankruptcy);
        var fee = Math.Min(size * price * leg.Instrument.LiquidationFee, Math.Max(0, account.BackingOf(leg, price)));
        account.Fill(leg, leg.ExitSide, size, price, new FillFacts(ExitReason.Liquidation) { Fee = fee });
    }

    private static bool IsStopNearer(BarLeg leg, decimal liquidation)
    {
        var side = leg.ExitSide;
        return IsNearer(ProtectionWork.StopOf(leg).Level)
            || leg.Orders.Exists(admitted => admitted.Order.Side == side && IsNearer(RestingWork.StopOf(leg, admitted)));

        bool IsNearer(decimal? stop) =>
            stop is { } level && (side == OrderSide.Sell ? level > liquidation : level < liquidation) && FillModel.Stop(side, level, leg.Bar) is not null;
    }
}
