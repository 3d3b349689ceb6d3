using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// The positions last heard of. The stream says less than REST: leverage is carried over from here, the mark follows from the unrealised
/// profit, and what a change makes wrong (liquidation price, margins) becomes unknown until the next reading.
/// </summary>
internal sealed class KnownPositions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(InstrumentId, PositionSide), Position> _positions = [];
    private readonly HashSet<InstrumentId> _everHeld = [];

    /// <summary>Contracts that were ever held, for which missed fills are asked after an outage.</summary>
    public ImmutableArray<InstrumentId> EverHeld
    {
        get
        {
            lock (_gate)
            {
                return [.. _everHeld.Order()];
            }
        }
    }

    public void Replace(ImmutableArray<Position> positions)
    {
        lock (_gate)
        {
            _positions.Clear();
            foreach (var position in positions)
            {
                Remember(position);
            }
        }
    }

    public Position Update(UserPosition row, long matchedAt)
    {
        var key = (Instrument(row.Symbol), PositionSideOf(row.Side));
        lock (_gate)
        {
            var known = _positions.GetValueOrDefault(key);
            var position = ToPosition(row, known, matchedAt);
            Remember(position);
            return position;
        }
    }

    public ImmutableArray<Position> SetLeverage(string symbol, int leverage)
    {
        var instrument = Instrument(symbol);
        lock (_gate)
        {
            ImmutableArray<Position> changed = [.. _positions.Values
                .Where(position => position.Instrument == instrument && position.Quantity != 0)
                .Select(position => position with { Leverage = leverage })];
            foreach (var position in changed)
            {
                Remember(position);
            }

            return changed;
        }
    }

    private static Position ToPosition(UserPosition row, Position? known, long matchedAt)
    {
        var mode = Margin(row.MarginType);
        var unrealized = row.UnrealizedPnl ?? 0;
        return new Position
        {
            Instrument = Instrument(row.Symbol),
            Side = PositionSideOf(row.Side),
            Quantity = row.Quantity,
            EntryPrice = row.EntryPrice,
            BreakEvenPrice = row.BreakEvenPrice ?? 0,
            MarkPrice = row.Quantity == 0 ? known?.MarkPrice ?? 0 : row.EntryPrice + (unrealized / row.Quantity),
            UnrealizedPnl = unrealized,
            Leverage = known?.Leverage,
            MarginMode = mode,
            IsolatedMargin = mode == MarginMode.Isolated ? (row.IsolatedWallet ?? 0) + unrealized : 0,
            UpdatedAt = Instant(matchedAt),
        };
    }

    private void Remember(Position position)
    {
        _positions[(position.Instrument, position.Side)] = position;
        _everHeld.Add(position.Instrument);
    }
}
