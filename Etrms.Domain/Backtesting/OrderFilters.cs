using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>The venue's trading rules for one order, before any account is looked at.</summary>
internal static class OrderFilters
{
    public static RefusalReason? CheckQuantity(Instrument instrument, decimal quantity, bool isMarket)
    {
        if (quantity <= 0)
        {
            return RefusalReason.QuantityNotPositive;
        }

        if (quantity % instrument.StepSize != 0)
        {
            return RefusalReason.QuantityOffStep;
        }

        if (quantity < instrument.MinQuantity)
        {
            return RefusalReason.QuantityTooSmall;
        }

        var most = isMarket ? instrument.MaxMarketQuantity : instrument.MaxQuantity;
        return quantity > most ? RefusalReason.QuantityTooLarge : null;
    }

    public static RefusalReason? CheckPrice(Instrument instrument, decimal? price)
    {
        if (price is not { } value)
        {
            return RefusalReason.PriceMissing;
        }

        if (value <= 0)
        {
            return RefusalReason.PriceNotPositive;
        }

        return instrument.TakesPrice(value) ? null : RefusalReason.PriceOffTick;
    }

    /// <summary>Buys may not stand far above the mark, sells not far below it; the harmless sides are free.</summary>
    public static RefusalReason? CheckBand(InstrumentMarket market, OrderSide side, decimal price)
    {
        if (side == OrderSide.Buy)
        {
            return price > market.Bound(OrderSide.Buy) ? RefusalReason.PriceAboveBand : null;
        }

        return price < market.Bound(OrderSide.Sell) ? RefusalReason.PriceBelowBand : null;
    }
}
