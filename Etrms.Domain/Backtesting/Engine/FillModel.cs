using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// At what price a candle fills an order that rests at its start; null when it does not. A touch fills. A candle that opens beyond a price gaps
/// over it: then the open is the price, better for a limit, worse for a stop. What happened first inside a candle is not known, so nothing is
/// filled at a price that may have been passed before the order was released.
/// </summary>
public static class FillModel
{
    public static decimal? Limit(OrderSide side, decimal limit, in Bar bar) => side == OrderSide.Buy
        ? bar.Low <= limit ? Math.Min(bar.Open, limit) : null
        : bar.High >= limit ? Math.Max(bar.Open, limit) : null;

    public static decimal? Stop(OrderSide side, decimal trigger, in Bar bar) => side == OrderSide.Buy
        ? bar.High >= trigger ? Math.Max(bar.Open, trigger) : null
        : bar.Low <= trigger ? Math.Min(bar.Open, trigger) : null;

    /// <summary>A stop that becomes a limit order when it is released.</summary>
    /// <param name="isReleased">True when the trigger was reached in this candle; what is not filled rests as a limit order from then on.</param>
    public static decimal? StopLimit(OrderSide side, decimal trigger, decimal limit, in Bar bar, out bool isReleased)
    {
        isReleased = false;
        if (Stop(side, trigger, bar) is not { } released)
        {
            return null;
        }

        isReleased = true;
        var isAcceptable = side == OrderSide.Buy ? released <= limit : released >= limit;
        if (isAcceptable)
        {
            return released;
        }

        // Released by the open itself, the rest of the candle comes after it.
        var isReleasedAtOpen = side == OrderSide.Buy ? bar.Open >= trigger : bar.Open <= trigger;
        return isReleasedAtOpen ? Limit(side, limit, bar) : null;
    }
}
