using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Binance.Streams;

/// <summary>Every public stream that the venue has, by name.</summary>
internal sealed class Topics
{
    private readonly FrameFaults _faults;
    private readonly Dictionary<string, Topic> _byName = new(StringComparer.Ordinal);

    public Topics(FrameFaults faults)
    {
        _faults = faults;
        AllMarks = Open("!markPrice@arr", StreamRoute.Market);
        AllMarksEachSecond = Open("!markPrice@arr@1s", StreamRoute.Market);
        AllMiniTickers = Open("!miniTicker@arr", StreamRoute.Market);
        AllTickers = Open("!ticker@arr", StreamRoute.Market);
        AllBookTickers = Open("!bookTicker", StreamRoute.Public);
        AllForceOrders = Open("!forceOrder@arr", StreamRoute.Market);
    }

    public Topic AllMarks { get; }

    public Topic AllMarksEachSecond { get; }

    public Topic AllMiniTickers { get; }

    public Topic AllTickers { get; }

    public Topic AllBookTickers { get; }

    public Topic AllForceOrders { get; }

    public ImmutableDictionary<InstrumentId, InstrumentTopics> ByInstrument { get; private set; } =
        ImmutableDictionary<InstrumentId, InstrumentTopics>.Empty;

    /// <summary>Opens the streams of the listed contracts; called once, before the first socket.</summary>
    public void Load(IEnumerable<Instrument> instruments) =>
        ByInstrument = instruments.ToImmutableDictionary(instrument => instrument.Id, instrument => new InstrumentTopics(instrument, Open));

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => _byName.TryGetValue(name, out topic);

    private Topic Open(string name, StreamRoute home) => _byName[name] = new Topic(name, home, _faults);
}
