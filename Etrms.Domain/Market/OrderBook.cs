using System.Collections.Immutable;

namespace Etrms.Domain.Market;

/// <summary>Resting quantities of a contract, best price first on each side.</summary>
public interface IOrderBook
{
    /// <summary>Falling prices.</summary>
    IReadOnlyList<BookLevel> Bids { get; }

    /// <summary>Rising prices.</summary>
    IReadOnlyList<BookLevel> Asks { get; }

    BookLevel? BestBid { get; }

    BookLevel? BestAsk { get; }
}

/// <summary>A book as it stood at one instant.</summary>
public sealed record OrderBook(ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks) : IOrderBook
{
    public static readonly OrderBook Empty = new([], []);

    IReadOnlyList<BookLevel> IOrderBook.Bids => Bids;

    IReadOnlyList<BookLevel> IOrderBook.Asks => Asks;

    public BookLevel? BestBid => Bids.IsEmpty ? null : Bids[0];

    public BookLevel? BestAsk => Asks.IsEmpty ? null : Asks[0];
}
