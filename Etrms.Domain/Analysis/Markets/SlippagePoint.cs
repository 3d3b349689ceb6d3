using System.Collections.Immutable;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What a market order of a size would cost in a book, against its middle and without fees.</summary>
/// <param name="Notional">In the quote currency.</param>
/// <param name="BuyBps">Null when nothing can be bought.</param>
/// <param name="BuyUnfilled">What the visible book does not hold, in the quote currency; it is never priced.</param>
public sealed record SlippagePoint(decimal Notional, decimal? BuyBps, decimal BuyUnfilled, decimal? SellBps, decimal SellUnfilled)
{
    private static readonly decimal[] Sizes = [1_000, 10_000, 50_000, 100_000, 500_000, 1_000_000];

    /// <summary>Of several sizes, smallest first.</summary>
    public static ImmutableArray<SlippagePoint> Of(OrderBook book, decimal mid) => [.. Sizes.Select(size => Of(book, mid, size))];

    private static SlippagePoint Of(OrderBook book, decimal mid, decimal size)
    {
        var (buy, sell) = (BookWalk.Of(book, isBuy: true, WalkSize.Quote(size)), BookWalk.Of(book, isBuy: false, WalkSize.Quote(size)));
        return new SlippagePoint(size, buy.SlippageBps(mid), buy.Unfilled, sell.SlippageBps(mid), sell.Unfilled);
    }
}
