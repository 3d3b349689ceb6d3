using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Exchanges.Binance;

/// <summary>Who watches which contracts of one pair of sockets. Read for every frame, changed seldom: copied on change.</summary>
internal sealed class MarketWatchers
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<InstrumentId, ImmutableArray<Action<RiskEvent>>> _sinks =
        ImmutableDictionary<InstrumentId, ImmutableArray<Action<RiskEvent>>>.Empty;

    public ImmutableArray<InstrumentId> Instruments => [.. Volatile.Read(ref _sinks).Keys.Order()];

    public int Count => Volatile.Read(ref _sinks).Count;

    /// <summary>Answers with the contracts that nobody watched before.</summary>
    public IReadOnlyList<InstrumentId> Add(IEnumerable<InstrumentId> instruments, Action<RiskEvent> sink)
    {
        lock (_gate)
        {
            var before = _sinks;
            _sinks = instruments.Aggregate(before, (sinks, instrument) => sinks.SetItem(instrument, [.. sinks.GetValueOrDefault(instrument, []), sink]));
            return [.. _sinks.Keys.Where(instrument => !before.ContainsKey(instrument)).Order()];
        }
    }

    /// <summary>Answers with the contracts that nobody watches any more.</summary>
    public IReadOnlyList<InstrumentId> Remove(IEnumerable<InstrumentId> instruments, Action<RiskEvent> sink)
    {
        lock (_gate)
        {
            var before = _sinks;
            foreach (var instrument in instruments)
            {
                var left = _sinks.GetValueOrDefault(instrument, []).Remove(sink);
                _sinks = left.IsEmpty ? _sinks.Remove(instrument) : _sinks.SetItem(instrument, left);
            }

            return [.. before.Keys.Where(instrument => !_sinks.ContainsKey(instrument)).Order()];
        }
    }

    public void Tell(InstrumentId instrument, RiskEvent riskEvent)
    {
        foreach (var sink in Volatile.Read(ref _sinks).GetValueOrDefault(instrument, []))
        {
            sink(riskEvent);
        }
    }

    /// <summary>Once to each, however many contracts it watches.</summary>
    public void TellAll(RiskEvent riskEvent)
    {
        foreach (var sink in Volatile.Read(ref _sinks).Values.SelectMany(sinks => sinks).Distinct())
        {
            sink(riskEvent);
        }
    }
}
