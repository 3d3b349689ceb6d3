using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Both clocks of a fact (ARCHITECTURE 7).</summary>
public readonly record struct MarketStamp(DateTimeOffset MarketAt, DateTimeOffset WallAt);

/// <summary>Prices of a contract beside its book.</summary>
public sealed record MarketQuote(
    InstrumentId Instrument, decimal Last, decimal Mark, decimal Index, decimal FundingRate, DateTimeOffset NextFundingAt, MarketStamp Stamp);

/// <summary>An aggregated public trade.</summary>
public sealed record VenueTrade(
    long AggregateId, decimal Price, decimal Quantity, long FirstTradeId, long LastTradeId, bool BuyerIsMaker, MarketStamp Stamp);

/// <summary>The visible book; best price first.</summary>
public sealed record BookView(
    InstrumentId Instrument, long LastUpdateId, ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks, MarketStamp Stamp);

/// <summary>Levels that changed since the former update; quantity 0 removes a level, and a best level of quantity 0 means that nothing stands there.</summary>
/// <param name="FirstUpdateId">U of the wire.</param>
/// <param name="LastUpdateId">u of the wire.</param>
/// <param name="PreviousUpdateId">pu of the wire: LastUpdateId of the former update.</param>
public sealed record BookChange(
    long FirstUpdateId, long LastUpdateId, long PreviousUpdateId, ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks,
    BookLevel BestBid, BookLevel BestAsk);

/// <summary>A bar as the wire shows it.</summary>
/// <param name="CloseAt">Last millisecond of the bar.</param>
public sealed record Kline(
    KlineInterval Interval, DateTimeOffset OpenAt, DateTimeOffset CloseAt, decimal Open, decimal High, decimal Low, decimal Close,
    decimal Volume, decimal QuoteVolume, long Trades, decimal TakerVolume, decimal TakerQuoteVolume, long FirstTradeId, long LastTradeId,
    bool IsClosed)
{
    /// <summary>The same figures as the beginning of a bar of another interval.</summary>
    internal Kline As(KlineInterval interval, DateTimeOffset openAt) =>
        this with { Interval = interval, OpenAt = openAt, CloseAt = interval.NextOpen(openAt).AddMilliseconds(-1), IsClosed = false };

    /// <summary>This bar with a later piece folded in.</summary>
    internal Kline With(Kline later) => this with
    {
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        QuoteVolume = QuoteVolume + later.QuoteVolume,
        Trades = Trades + later.Trades,
        TakerVolume = TakerVolume + later.TakerVolume,
        TakerQuoteVolume = TakerQuoteVolume + later.TakerQuoteVolume,
        FirstTradeId = FirstTradeId == 0 ? later.FirstTradeId : FirstTradeId,
        LastTradeId = later.LastTradeId == 0 ? LastTradeId : later.LastTradeId,
    };
}

/// <summary>The last 24 hours of market time.</summary>
public sealed record Ticker(
    InstrumentId Instrument, decimal Open, decimal High, decimal Low, decimal Last, decimal LastQuantity, decimal Volume, decimal QuoteVolume,
    DateTimeOffset OpenAt, DateTimeOffset CloseAt, long FirstTradeId, long LastTradeId, long Trades)
{
    public decimal Change => Last - Open;

    public decimal ChangePercent => Open == 0 ? 0 : Change / Open * 100;

    public decimal WeightedAverage => Volume == 0 ? Last : QuoteVolume / Volume;
}

/// <summary>A funding settlement with the price it was booked at: the mark, or the index where the venue says so.</summary>
public sealed record FundingSettlement(InstrumentId Instrument, decimal Rate, decimal Price, DateTimeOffset At);

/// <summary>What the paper market tells everybody; raised on the venue's loop, handlers must not block.</summary>
public abstract record MarketEvent
{
    private MarketEvent()
    {
    }

    public required InstrumentId Instrument { get; init; }

    public required MarketStamp Stamp { get; init; }

    /// <summary>At least every second of wall time, and whenever the mark changed.</summary>
    public sealed record MarkMoved(MarketQuote Quote) : MarketEvent;

    public sealed record BookMoved(BookChange Change) : MarketEvent;

    public sealed record Traded(VenueTrade Trade) : MarketEvent;

    public sealed record KlineMoved(Kline Kline) : MarketEvent;

    public sealed record FundingPaid(FundingSettlement Settlement) : MarketEvent;
}
