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

    /// <summary>Worst price that an order of a side may pay: the venue's band around the mark.</summary>
    public decimal Bound(OrderSide side) =>
        (Mark ?? 0) * (side == OrderSide.Buy ? Instrument.PriceMultiplierUp : Instrument.PriceMultiplierDown);
}
