using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Prices and liquidity of one contract as the exchange last saw them.</summary>
internal sealed class InstrumentMarket(Instrument instrument)
{
    public Instrument Instrument { get; } = instrument;

    public decimal? Mark { get; set; }

    public decimal? Last { get; set; }

    public BookSide Bids { get; } = new(isAsk: false);

    public BookSide Asks { get; } = new(isAsk: true);

    public BookSide Against(OrderSide side) => side == OrderSide.Buy ? Asks : Bids;

    /// <summary>The price that a conditional order watches; the mark stands in until something traded.</summary>
    public decimal? Watched(TriggerPriceType by) => by == TriggerPriceType.LastPrice ? Last ?? Mark : Mark;

    /// <summary>The price that a match takes from the book; null when the book does not reach so far.</summary>
    public decimal? Match(OrderSide side, PriceMatch match)
    {
        var own = side == OrderSide.Buy ? Bids : Asks;
        return match switch
        {
            PriceMatch.None => null,
            PriceMatch.Opponent => Against(side).PriceOf(1),
            PriceMatch.Opponent5 => Against(side).PriceOf(5),
            PriceMatch.Opponent10 => Against(side).PriceOf(10),
            PriceMatch.Opponent20 => Against(side).PriceOf(20),
            PriceMatch.Queue => own.PriceOf(1),
            PriceMatch.Queue5 => own.PriceOf(5),
            PriceMatch.Queue10 => own.PriceOf(10),
            PriceMatch.Queue20 => own.PriceOf(20),
        };
    }

    /// <summary>True when mark and last price are closer together than a fraction of the mark.</summary>
    public bool IsCalm(decimal protect) => Mark is not { } mark || Last is not { } last || Math.Abs(mark - last) <= protect * mark;

    /// <summary>Worst price that an order of a side may pay: the venue's band around the mark.</summary>
    public decimal Bound(OrderSide side) =>
        (Mark ?? 0) * (side == OrderSide.Buy ? Instrument.PriceMultiplierUp : Instrument.PriceMultiplierDown);

    /// <summary>Worst price that a market order may pay.</summary>
    /// <param name="tolerance">Fraction of the mark; null for the venue's band.</param>
    public decimal MarketBound(OrderSide side, decimal? tolerance) =>
        tolerance is { } most ? (Mark ?? 0) * (side == OrderSide.Buy ? 1 + most : 1 - most) : Bound(side);
}
