using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// What was last heard of an account. The stream tells whole states of positions and half of an order; events are what differs from here,
/// and an order's other half is carried over.
/// </summary>
internal sealed class KnownAccount
{
    /// <summary>The venue rounds each position's profit to a millionth, so a wallet computed from it trembles.</summary>
    private const decimal Tremor = 0.0001m;

    private const int MostEnded = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Order> _orders = [];
    private readonly Queue<string> _endedInOrder = new();
    private readonly HashSet<string> _ended = [];
    private Dictionary<InstrumentId, Position> _positions = [];
    private decimal? _wallet;

    public void Replace(AccountSnapshot snapshot)
    {
        lock (_gate)
        {
            _positions = snapshot.Positions.ToDictionary(position => position.Instrument);
            _wallet = snapshot.Balance.WalletBalance;
            _orders.Clear();
            foreach (var order in snapshot.OpenOrders)
            {
                _orders[order.OrderId] = order;
            }
        }
    }

    /// <summary>Positions that a state tells differently than the one before, closed ones with nothing held.</summary>
    public ImmutableArray<Position> ChangePositions(ImmutableArray<Position> told, DateTimeOffset at)
    {
        lock (_gate)
        {
            var gone = _positions.Values
                .Where(known => !told.Any(position => position.Instrument == known.Instrument))
                .Select(known => known with { Quantity = 0, UnrealizedPnl = 0, LiquidationPrice = null, IsolatedMargin = 0, InitialMargin = 0, MaintenanceMargin = 0, UpdatedAt = at });
            ImmutableArray<Position> changed = [.. told.Where(position => !IsSame(position, _positions.GetValueOrDefault(position.Instrument))), .. gone];
            _positions = told.ToDictionary(position => position.Instrument);
            return changed;
        }
    }

    /// <summary>True when the wallet differs from the one heard last.</summary>
    public bool ChangeWallet(decimal wallet)
    {
        lock (_gate)
        {
            if (_wallet is { } known && Math.Abs(wallet - known) <= Tremor)
            {
                return false;
            }

            _wallet = wallet;
            return true;
        }
    }

    /// <summary>The order with what it became; null when only the venue knows the rest of it.</summary>
    public Order? ChangeOrder(OrderUpdateMessage update)
    {
        var told = update.Order.ToOrder(update.Status, update.StatusTimestamp);
        lock (_gate)
        {
            if (!_orders.TryGetValue(told.OrderId, out var known))
            {
                if (!told.IsOpen)
                {
                    RememberEnd(told.OrderId);
                }

                return null;
            }

            var order = known with
            {
                Status = told.Status,
                Price = known.Price == 0 ? 0 : told.Price,
                Quantity = told.Quantity,
                FilledQuantity = told.FilledQuantity,
                UpdatedAt = told.UpdatedAt,
                IsEndedBySwitch = told.IsEndedBySwitch,
            };
            Keep(order);
            return order;
        }
    }

    /// <summary>Takes what the venue answered about an order; false when it answered before an end that the stream has told since.</summary>
    public bool Remember(Order order)
    {
        lock (_gate)
        {
            if (order.IsOpen && _ended.Contains(order.OrderId))
            {
                return false;
            }

            Keep(order);
            return true;
        }
    }

    private void Keep(Order order)
    {
        if (order.IsOpen)
        {
            _orders[order.OrderId] = order;
        }
        else
        {
            _orders.Remove(order.OrderId);
            RememberEnd(order.OrderId);
        }
    }

    private void RememberEnd(string orderId)
    {
        if (!_ended.Add(orderId))
        {
            return;
        }

        _endedInOrder.Enqueue(orderId);
        if (_endedInOrder.Count > MostEnded)
        {
            _ended.Remove(_endedInOrder.Dequeue());
        }
    }

    /// <summary>The mark moves all the time and is told by the market feed.</summary>
    private static bool IsSame(Position told, Position? known) => known is not null
        && (told.Quantity, told.EntryPrice, told.Leverage, told.MarginMode, told.LiquidationPrice)
            == (known.Quantity, known.EntryPrice, known.Leverage, known.MarginMode, known.LiquidationPrice);
}
