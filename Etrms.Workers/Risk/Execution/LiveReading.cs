using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Execution;

/// <summary>Why a request or reading did not do what it should; the rejection is null when the venue did not answer.</summary>
internal sealed record Trouble(ExchangeRejection? Rejection, string Detail)
{
    /// <summary>True when only a person can mend it.</summary>
    public bool IsFatal => Rejection?.Class == RejectionClass.Fatal;

    /// <summary>Null when the venue accepted.</summary>
    public static Trouble? Of<T>(ExchangeOutcome<T> outcome, string what) => outcome switch
    {
        ExchangeOutcome<T>.Accepted => null,
        ExchangeOutcome<T>.Rejected { Rejection: var refused } =>
            new Trouble(refused, $"{what} was refused ({refused.Code}): {refused.Message}"),
        ExchangeOutcome<T>.Unknown { Reason: var reason } => new Trouble(null, $"{what} was not answered: {reason}"),
        _ => throw new UnreachableException(),
    };
}

/// <summary>What the venue says about one contract right now.</summary>
internal sealed record LiveReading(ImmutableArray<Position> Positions, ImmutableArray<Order> OpenOrders, Trouble? Trouble)
{
    public Position? PositionOf(PositionKey key) =>
        Positions.FirstOrDefault(position => position.Instrument == key.Instrument && position.Side == key.Side);

    /// <summary>|quantity| of a leg; the venue leaves out what is flat.</summary>
    public decimal SizeOf(PositionKey key) => Math.Abs(PositionOf(key)?.Quantity ?? 0);

    public static async Task<LiveReading> ReadAsync(IOrderGateway gateway, InstrumentId instrument, CancellationToken cancellationToken)
    {
        var reading = gateway.ReadPositionsAsync(instrument, cancellationToken);
        var orders = await gateway.ReadOpenOrdersAsync(instrument, cancellationToken);
        var positions = await reading;
        return (positions, orders) switch
        {
            (ExchangeOutcome<ImmutableArray<Position>>.Accepted held, ExchangeOutcome<ImmutableArray<Order>>.Accepted open) =>
                new LiveReading(held.Value, open.Value, null),
            _ => new LiveReading([], [], Trouble.Of(positions, "Reading the position") ?? Trouble.Of(orders, "Reading the open orders")),
        };
    }
}
