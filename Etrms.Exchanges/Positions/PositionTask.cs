using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Positions;

/// <summary>Which position of which account, and what is known of its market.</summary>
public sealed record PositionTask
{
    /// <summary>Names the orders: the same task carried out twice asks for the same ones.</summary>
    public required Guid PlanId { get; init; }

    public required AccountId Account { get; init; }

    public required InstrumentId Instrument { get; init; }

    public PositionSide Side { get; init; }

    /// <summary>What orders that add exposure are judged by. Exits need only the trading rules in it.</summary>
    public required PreTradeContext Context { get; init; }
}

/// <param name="Price">Limit price in quote units; null enters at the market.</param>
public sealed record PositionEntry(OrderSide Side, decimal Quantity, decimal? Price = null);

/// <summary>Prices that shall protect a position; null is none.</summary>
public sealed record ProtectionLevels(decimal? StopLoss, decimal? TakeProfit)
{
    public static readonly ProtectionLevels None = new(null, null);
}

/// <summary>How a call of the desk ended.</summary>
public abstract record PositionResult
{
    private PositionResult()
    {
    }

    /// <param name="Position">As the venue tells it afterwards; null when flat.</param>
    /// <param name="Orders">Orders that rest for it.</param>
    public sealed record Settled(Position? Position, ImmutableArray<Order> Orders) : PositionResult;

    /// <summary>The position is as before.</summary>
    /// <param name="Field">What to change, such as quantity or stop_loss; empty when it is not one field.</param>
    public sealed record Refused(string Field, string Message) : PositionResult;

    /// <summary>The venue did not answer; what rests still protects, and the same call may be made again.</summary>
    public sealed record Unsettled(string Reason) : PositionResult;
}
