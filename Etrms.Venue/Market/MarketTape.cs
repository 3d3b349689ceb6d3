using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>
/// Turns what happened in the contracts into market events. A fast replay makes more steps than a stream should carry: books and
/// marks go out as they stand, trades beyond a measure are merged so that their volume still adds up.
/// </summary>
internal sealed class MarketTape(VenueClock clock, Action<MarketEvent> emit)
{
    private const int TradesPerPublish = 20;
    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<InstrumentId, Pending> _pending = [];

    private sealed class Pending
    {
        public List<VenueTrade> Trades { get; } = [];

        public List<Kline> Closed { get; } = [];

        public long BookVersion { get; set; }

        public ImmutableArray<BookLevel> Bids { get; set; } = [];

        public ImmutableArray<BookLevel> Asks { get; set; } = [];

        public decimal Mark { get; set; }

        public DateTimeOffset MarkedAt { get; set; }
    }

    public void Print(ContractMarket market, VenueTrade? trade)
    {
        if (trade is not null)
        {
            Of(market).Trades.Add(trade);
        }
    }

    public void Close(ContractMarket market, Kline bar) => Of(market).Closed.Add(bar);

    public void Fund(ContractMarket market, FundingSettlement settlement) =>
        emit(new MarketEvent.FundingPaid(settlement) { Instrument = market.Instrument.Id, Stamp = Now(settlement.At) });

    /// <summary>Forgets what was pending before a jump.</summary>
    public void Reset(ContractMarket market)
    {
        var pending = Of(market);
        pending.Trades.Clear();
        pending.Closed.Clear();
    }

    public void Publish(ContractMarket market, DateTimeOffset at)
    {
        var pending = Of(market);
        PublishBook(market, pending);
        PublishMark(market, pending, at);
        var traded = pending.Trades.Count > 0;
        foreach (var trade in Merge(pending.Trades))
        {
            emit(new MarketEvent.Traded(trade) { Instrument = market.Instrument.Id, Stamp = trade.Stamp });
        }

        pending.Trades.Clear();
        PublishBars(market, pending, traded);
    }

    public MarketQuote Quote(ContractMarket market, DateTimeOffset at) => new(
        market.Instrument.Id, market.Last, market.Mark, market.Index, market.FundingRate, market.NextFundingAt, Now(at));

    public static Ticker Ticker(ContractMarket market, DateTimeOffset at)
    {
        var from = at - TimeSpan.FromDays(1);
        var bars = market.Klines.MinutesSince(from).ToList();
        var day = bars.Count > 0 ? bars.Aggregate((sum, bar) => sum.With(bar)) : null;
        var last = market.Trades.Count > 0 ? market.Trades.Last() : null;
        return new Ticker(
            market.Instrument.Id, day?.Open ?? market.Last, day?.High ?? market.Last, day?.Low ?? market.Last, market.Last,
            last?.Quantity ?? 0, day?.Volume ?? 0, day?.QuoteVolume ?? 0, from, at, day?.FirstTradeId ?? 0, day?.LastTradeId ?? 0,
            day?.Trades ?? 0);
    }

    private Pending Of(ContractMarket market)
    {
        if (!_pending.TryGetValue(market.Instrument.Id, out var pending))
        {
            pending = new Pending();
            _pending.Add(market.Instrument.Id, pending);
        }

        return pending;
    }

    private void PublishBook(ContractMarket market, Pending pending)
    {
        if (market.BookVersion == pending.BookVersion)
        {
            return;
        }

        ImmutableArray<BookLevel> bids = [.. market.Book.Bids];
        ImmutableArray<BookLevel> asks = [.. market.Book.Asks];
        var change = new BookChange(
            pending.BookVersion + 1, market.BookVersion, pending.BookVersion, Changes(pending.Bids, bids), Changes(pending.Asks, asks),
            bids.FirstOrDefault(), asks.FirstOrDefault());
        (pending.BookVersion, pending.Bids, pending.Asks) = (market.BookVersion, bids, asks);
        emit(new MarketEvent.BookMoved(change) { Instrument = market.Instrument.Id, Stamp = Now(market.At) });
    }

    private void PublishMark(ContractMarket market, Pending pending, DateTimeOffset at)
    {
        var now = clock.WallNow;
        if (market.Mark == pending.Mark && now - pending.MarkedAt < MarkEvery)
        {
            return;
        }

        (pending.Mark, pending.MarkedAt) = (market.Mark, now);
        emit(new MarketEvent.MarkMoved(Quote(market, at)) { Instrument = market.Instrument.Id, Stamp = Now(at) });
    }

    private void PublishBars(ContractMarket market, Pending pending, bool traded)
    {
        foreach (var bar in pending.Closed)
        {
            emit(new MarketEvent.KlineMoved(bar) { Instrument = market.Instrument.Id, Stamp = Now(market.At) });
        }

        pending.Closed.Clear();
        if (!traded)
        {
            return;
        }

        foreach (var interval in KlineInterval.All)
        {
            if (market.Klines.Forming(interval) is { } forming)
            {
                emit(new MarketEvent.KlineMoved(forming) { Instrument = market.Instrument.Id, Stamp = Now(market.At) });
            }
        }
    }

    /// <summary>Levels that are new or have another quantity, and those that are gone with quantity 0.</summary>
    private static ImmutableArray<BookLevel> Changes(ImmutableArray<BookLevel> before, ImmutableArray<BookLevel> after)
    {
        var old = before.ToDictionary(level => level.Price, level => level.Quantity);
        var changes = ImmutableArray.CreateBuilder<BookLevel>();
        foreach (var level in after)
        {
            if (!old.Remove(level.Price, out var quantity) || quantity != level.Quantity)
            {
                changes.Add(level);
            }
        }

        changes.AddRange(old.Keys.Select(price => new BookLevel(price, 0)));
        return changes.ToImmutable();
    }

    private static IEnumerable<VenueTrade> Merge(List<VenueTrade> trades)
    {
        var size = (trades.Count + TradesPerPublish - 1) / TradesPerPublish;
        return size <= 1 ? trades : trades.Chunk(size).Select(chunk => chunk[^1] with
        {
            Quantity = chunk.Sum(trade => trade.Quantity),
            FirstTradeId = chunk[0].FirstTradeId,
        });
    }

    private MarketStamp Now(DateTimeOffset at) => new(at, clock.WallNow);
}
