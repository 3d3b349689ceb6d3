using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>
/// Watches the levels of one book, and the trades, for large resting orders and suspected spoofing: what <see cref="OrderFlowWatch"/> does where
/// orders have ids, which public books do not show. Its memory is bounded, and a book costs one walk over its levels near the middle.
/// </summary>
public sealed class WallWatch(WallRules rules)
{
    private readonly WallSide _bids = new(rules, isBid: true);
    private readonly WallSide _asks = new(rules, isBid: false);
    private DateTimeOffset? _tradedAt;

    /// <summary>What stands now, bids first, largest first.</summary>
    public ImmutableArray<RestingWall> Standing => [.. _bids.Standing, .. _asks.Standing];

    /// <summary>Takes the whole book as it stands; instants are of one clock and never go back. A one-sided or crossed book is a lost one.</summary>
    public IReadOnlyList<WallNotice> Take(OrderBook book, DateTimeOffset at)
    {
        if (BookFigures.Of(book) is not { Spread: >= 0 } figures)
        {
            Lose();
            return [];
        }

        var notices = new List<WallNotice>();
        var near = (decimal)rules.Orders.Near * figures.Mid;
        var hearsTrades = at - _tradedAt <= rules.TradesWithin;
        var moment = new WallMoment(figures.Mid, near, at, hearsTrades);
        _bids.Take(book.Bids, moment, notices);
        _asks.Take(book.Asks, moment, notices);
        return notices;
    }

    /// <summary>Takes a trade, by the same clock as books; one without a quantity leaves no trace.</summary>
    public void Take(in MarketTrade trade, DateTimeOffset at)
    {
        if (trade.Quantity <= 0)
        {
            return;
        }

        _tradedAt = at;
        (trade.BuyerIsMaker ? _bids : _asks).Traded(trade.Price, trade.Quantity);
        (trade.BuyerIsMaker ? _asks : _bids).OppositeTradedAt = at;
    }

    /// <summary>A part was missed: what stood is out of sight, and what stands in the next book was not seen to come. What is usual is still known.</summary>
    public void Lose()
    {
        _bids.Lose();
        _asks.Lose();
        _tradedAt = null;
    }
}

/// <summary>When a side is looked at.</summary>
/// <param name="Mid">Middle of the book.</param>
/// <param name="Near">Distance from it within which a level is near.</param>
/// <param name="HearsTrades">Whether trades are heard, so that their absence means something.</param>
internal readonly record struct WallMoment(decimal Mid, decimal Near, DateTimeOffset At, bool HearsTrades)
{
    public bool IsNear(decimal price) => Math.Abs(price - Mid) <= Near;
}
