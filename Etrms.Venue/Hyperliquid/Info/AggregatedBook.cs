using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A book of at most 20 levels a side, gathered to fewer significant figures where asked.</summary>
internal sealed record AggregatedBook(ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks, DateTimeOffset At)
{
    private const int Depth = 20;

    /// <param name="book">As deep as it goes.</param>
    /// <param name="figures">Significant figures of a level's price; null leaves the prices as they are.</param>
    /// <param name="mantissa">At five figures levels may be 2 or 5 units apart.</param>
    public static AggregatedBook Of(BookView book, int? figures, int mantissa) => figures is { } count
        ? new AggregatedBook(Gather(book.Bids, Step(book, count, mantissa), up: false), Gather(book.Asks, Step(book, count, mantissa), up: true), book.Stamp.MarketAt)
        : new AggregatedBook([.. book.Bids.Take(Depth)], [.. book.Asks.Take(Depth)], book.Stamp.MarketAt);

    private static decimal Step(BookView book, int figures, int mantissa)
    {
        var exponent = (int)Math.Floor(Math.Log10((double)book.Bids[0].Price)) + 1 - figures;
        return mantissa * (decimal)Math.Pow(10, exponent);
    }

    private static ImmutableArray<BookLevel> Gather(ImmutableArray<BookLevel> levels, decimal step, bool up) =>
    [
        .. levels.GroupBy(level => (up ? Math.Ceiling(level.Price / step) : Math.Floor(level.Price / step)) * step)
            .Select(group => new BookLevel(group.Key, group.Sum(level => level.Quantity)))
            .Take(Depth),
    ];
}
