using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>What stands near the middle of a book, on both sides.</summary>
/// <param name="Bid">Base units.</param>
/// <param name="BidNotional">The same in the quote currency.</param>
public readonly record struct NearDepth(decimal Bid, decimal Ask, decimal BidNotional, decimal AskNotional)
{
    /// <summary>From -1, only asks, to 1, only bids; null where nothing stands.</summary>
    public decimal? Imbalance => Bid + Ask > 0 ? (Bid - Ask) / (Bid + Ask) : null;
}

/// <summary>What a book says at one instant. It exists only of a book with both sides.</summary>
public sealed class BookFigures
{
    private const decimal BasisPoint = 0.0001m;

    private readonly OrderBook _book;

    private BookFigures(OrderBook book, BookLevel bid, BookLevel ask) => (_book, BestBid, BestAsk) = (book, bid, ask);

    public BookLevel BestBid { get; }

    public BookLevel BestAsk { get; }

    public decimal Mid => (BestBid.Price + BestAsk.Price) / 2;

    /// <summary>Negative in a crossed book, which is a sign of a broken feed.</summary>
    public decimal Spread => BestAsk.Price - BestBid.Price;

    public decimal SpreadBps => Spread / Mid / BasisPoint;

    /// <summary>Middle leaning to the side with less behind it, where the price is likelier to go.</summary>
    public decimal Microprice =>
        ((BestBid.Price * BestAsk.Quantity) + (BestAsk.Price * BestBid.Quantity)) / (BestBid.Quantity + BestAsk.Quantity);

    /// <summary>Null when a side is empty or its best level holds no price or quantity.</summary>
    public static BookFigures? Of(OrderBook book) =>
        book is { BestBid: { Price: > 0, Quantity: > 0 } bid, BestAsk: { Price: > 0, Quantity: > 0 } ask } ? new BookFigures(book, bid, ask) : null;

    /// <summary>What stands not farther than so many basis points from the middle.</summary>
    public NearDepth Within(decimal basisPoints)
    {
        var reach = basisPoints * BasisPoint * Mid;
        var bids = _book.Bids.Where(level => Mid - level.Price <= reach).ToArray();
        var asks = _book.Asks.Where(level => level.Price - Mid <= reach).ToArray();
        return new NearDepth(bids.Sum(level => level.Quantity), asks.Sum(level => level.Quantity), Notional(bids), Notional(asks));
    }

    /// <summary>Share of the bids in what stands on so many best levels of both sides.</summary>
    public decimal BidShare(int levels)
    {
        var (bids, asks) = (Sum(_book.Bids, levels), Sum(_book.Asks, levels));
        return bids / (bids + asks);
    }

    private static decimal Sum(ImmutableArray<BookLevel> side, int levels) => side.Take(Math.Max(levels, 1)).Sum(level => level.Quantity);

    private static decimal Notional(BookLevel[] levels) => levels.Sum(level => level.Price * level.Quantity);
}
