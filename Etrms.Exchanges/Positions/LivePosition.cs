using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Positions;

/// <summary>What the venue says about one leg right now.</summary>
internal sealed record LivePosition(PositionTask Task, ImmutableArray<Position> Positions, ImmutableArray<Order> Orders)
{
    public Position? Position => Positions.FirstOrDefault(
        position => position.Instrument == Task.Instrument && position.Side == Task.Side && position.Quantity != 0);

    /// <summary>Signed base units.</summary>
    public decimal Quantity => Position?.Quantity ?? 0;

    public ImmutableArray<Order> OwnOrders => [.. Orders.Where(
        order => order.IsOpen && order.Instrument == Task.Instrument && order.PositionSide == Task.Side)];

    public PositionResult.Settled ToResult() => new(Position, OwnOrders);

    public static async Task<ExchangeOutcome<LivePosition>> ReadAsync(
        IOrderGateway gateway, PositionTask task, CancellationToken cancellationToken)
    {
        var reading = gateway.ReadPositionsAsync(task.Instrument, cancellationToken);
        var orders = await gateway.ReadOpenOrdersAsync(task.Instrument, cancellationToken);
        return from held in await reading
               from open in orders
               select new LivePosition(task, held, open);
    }
}
