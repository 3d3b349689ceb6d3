using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What became of an order.</summary>
public enum OrderNoteKind
{
    /// <summary>The strategy gave it.</summary>
    Placed,
    Filled,

    /// <summary>A breaker refused it.</summary>
    Refused,

    /// <summary>A stop-limit was triggered and rests as a limit order.</summary>
    Released,

    /// <summary>Cut to what the equity, the margin table or the venue's largest order allow.</summary>
    Scaled,

    /// <summary>More than the equity or the margin table allow, in a run that does not scale.</summary>
    Rejected,

    /// <summary>Below the smallest quantity or notional of the venue.</summary>
    TooSmall,

    /// <summary>Taken back by the strategy or by a breaker.</summary>
    Cancelled,

    /// <summary>Nothing was left to reduce.</summary>
    Expired,
}

/// <summary>One entry of the order log.</summary>
/// <param name="At">The close at which an order was given; of all else the start of the candle in which it happened.</param>
/// <param name="Quantity">Base units; of a placed order 0 when its size is a share of equity.</param>
/// <param name="Price">In quote units; 0 where there is none.</param>
/// <param name="Order">The order; null for stops, targets, breakers and liquidations, which nobody gave.</param>
public sealed record OrderNote(
    DateTimeOffset At, InstrumentId Instrument, OrderNoteKind Kind, OrderSide Side, decimal Quantity, decimal Price, BarOrder? Order);

/// <summary>How many orders did not trade as they were given.</summary>
public readonly record struct OrderTally(int Refused, int Scaled, int Rejected, int TooSmall, int Expired);
