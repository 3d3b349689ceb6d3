using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>
/// Positions that the venue closed by itself: the trader is told, and stops and targets that are left behind go, since they would open a position
/// when the next one is smaller.
/// </summary>
internal sealed class ForcedClosings(RiskBooks books)
{
    public static void Note(AccountBook account, Fill fill, BoardContext context)
    {
        if (fill.Cause == FillCause.Order || !account.Forced.Add(new PositionKey(account.Id, fill.Instrument, fill.PositionSide)))
        {
            return;
        }

        var (done, why) = fill.Cause == FillCause.Liquidation
            ? ("liquidated", "Its margin was used up.")
            : ("reduced by auto-deleveraging", "Nobody else's money was left to pay its profit.");
        context.Alert(
            $"forced/{account.Id}/{fill.Instrument}/{fill.OrderId}", AlertSeverity.Critical, $"{account.Name}: {fill.Instrument.Symbol} was {done}",
            $"{account.Exchange} closed {Words.Plain(fill.Quantity)} at {Words.Plain(fill.Price)}. {why} The loss or profit counts like any other; "
            + "orders that protected the position are cancelled once it is flat.");
    }

    /// <summary>Called on every tick of the clock.</summary>
    public void Check(BoardContext context)
    {
        foreach (var account in books.Accounts)
        {
            if (account.Forced.Count > 0)
            {
                Check(account, context);
            }
        }
    }

    private static void Check(AccountBook account, BoardContext context)
    {
        foreach (var leg in account.Forced.Where(leg => account.Find(leg.Instrument, leg.Side) is null).ToList())
        {
            account.Forced.Remove(leg);
            CancelOrphans(account, leg, context);
        }
    }

    private static void CancelOrphans(AccountBook account, PositionKey leg, BoardContext context)
    {
        var orphans = account.Orders.Values
            .Where(order => order.Instrument == leg.Instrument && order.PositionSide == leg.Side && order.IsReducing)
            .OrderBy(order => order.OrderId, StringComparer.Ordinal).ToList();
        if (orphans.Count == 0)
        {
            return;
        }

        context.Alert(
            $"orphans/{account.Id}/{orphans[0].OrderId}", AlertSeverity.Info, $"{leg.Instrument.Symbol}: orders left behind are cancelled",
            $"The position is gone, and {orphans.Count} order{(orphans.Count == 1 ? "" : "s")} of {account.Name} would have closed it.");
        foreach (var order in orphans)
        {
            var plan = PlanIds.Uuid5(PlanIds.Root, $"{context.Owner}/orphan/{account.Id}/{AccountEvents.SeenId(order)}");
            context.Decisions.Add(new RiskDecision.CancelOrders(plan, account.Id, leg.Instrument, CancelFilter.All) { OrderId = order.OrderId });
        }
    }
}
