using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A coin's prices at one moment.</summary>
internal sealed record CoinState(ListedCoin Coin, MarketQuote Quote, Market.Ticker Day, BookLevel Bid, BookLevel Ask, decimal OpenInterest)
{
    public decimal Mid => (Bid.Price + Ask.Price) / 2;

    /// <summary>How far the book stands from the oracle, as a fraction.</summary>
    public decimal Premium => Quote.Index == 0 ? 0 : Math.Round((Mid - Quote.Index) / Quote.Index, 10);

    public static CoinState Read(VenueDesk desk, ListedCoin coin)
    {
        var book = desk.Market.Book(coin.Id, 1);
        return new CoinState(
            coin, desk.Market.Quote(coin.Id), desk.Market.Ticker(coin.Id), book.Bids[0], book.Asks[0], desk.Market.OpenInterest(coin.Id));
    }

    public static decimal ReadMid(VenueDesk desk, InstrumentId coin)
    {
        var book = desk.Market.Book(coin, 1);
        return (book.Bids[0].Price + book.Asks[0].Price) / 2;
    }
}
