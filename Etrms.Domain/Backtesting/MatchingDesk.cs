using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Fills resting orders when the market comes to them, at their own price and as the maker.</summary>
internal sealed class MatchingDesk(ExchangeFloor floor, OrderDesk orders, FillDesk fills)
{
    private static readonly List<(ExchangeAccount Account, long OrderId)> NoOrders = [];

    /// <summary>Fills resting orders of every account that the shown book crosses, at their own price.</summary>
    public void MatchBook(InstrumentMarket market, DateTimeOffset at)
    {
        foreach (var (account, id) in Resting(market.Instrument.Id))
        {
            var side = market.Against(account.OpenOrders.TryGetValue(id, out var order) ? order.Side : OrderSide.Buy);
            if (order is null || side.Best is not { } best || !side.Reaches(best.Price, order.Price))
            {
                continue;
            }

            var left = order;
            while (left.IsOpen && side.Best is { } next && side.Reaches(next.Price, left.Price)
                && Math.Min(next.Quantity, OrderDesk.Fillable(account, left)) is var quantity and > 0)
            {
                side.Take(quantity);
                left = fills.Fill(account, left, new Execution(left.Price, quantity, floor.Rules.MakerFee, IsMaker: true, at));
            }

            orders.Settle(account, left);
        }
    }

    /// <summary>Fills resting orders that a public trade reached, up to its quantity.</summary>
    public void MatchTrade(InstrumentMarket market, MarketTrade trade)
    {
        var maker = trade.BuyerIsMaker ? OrderSide.Buy : OrderSide.Sell;
        var left = trade.Quantity;
        foreach (var (account, id) in Resting(market.Instrument.Id))
        {
            if (!account.OpenOrders.TryGetValue(id, out var order) || order.Side != maker
                || (maker == OrderSide.Buy ? trade.Price > order.Price : trade.Price < order.Price))
            {
                continue;
            }

            var quantity = Math.Min(left, OrderDesk.Fillable(account, order));
            if (quantity > 0)
            {
                left -= quantity;
                orders.Settle(account, fills.Fill(
                    account, order, new Execution(order.Price, quantity, floor.Rules.MakerFee, IsMaker: true, trade.At)));
            }
        }
    }

    private List<(ExchangeAccount Account, long OrderId)> Resting(InstrumentId instrument)
    {
        List<(ExchangeAccount, long)>? found = null;
        foreach (var account in floor.Accounts.Values)
        {
            foreach (var order in account.OpenOrders.Values)
            {
                if (order.Instrument == instrument)
                {
                    (found ??= []).Add((account, order.OrderId));
                }
            }
        }

        return found ?? NoOrders;
    }
}
