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
    private readonly Dictionary<InstrumentId, int> _leverage = [];

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

    /// <param name="positions">All that are held.</param>
    /// <param name="leverage">The setting of every contract, held or not: the next position of it will have that one.</param>
    public void Replace(ImmutableArray<Position> positions, IReadOnlyDictionary<InstrumentId, int> leverage)
    {
        lock (_gate)
        {
            foreach (var (instrument, setting) in leverage)
            {
                _leverage[instrument] = setting;
            }

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
            var position = ToPosition(row, known, matchedAt) with { Leverage = _leverage.TryGetValue(key.Item1, out var setting) ? setting : known?.Leverage };
            Remember(position);
            return position;
        }
    }

    public ImmutableArray<Position> SetLeverage(string symbol, int leverage)
    {
        var instrument = Instrument(symbol);
        lock (_gate)
        {
            _leverage[instrument] = leverage;
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
