using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance;

/// <summary>The contracts of the venue by symbol, read once at the start: requests are checked without asking the loop.</summary>
internal sealed class Listing
{
    private ImmutableDictionary<string, Instrument> _bySymbol = ImmutableDictionary<string, Instrument>.Empty;

    /// <summary>In the venue's own order.</summary>
    public ImmutableArray<Instrument> Instruments { get; private set; } = [];

    public void Load(ImmutableArray<Instrument> instruments)
    {
        Instruments = [.. instruments.Where(instrument => instrument.Id.Exchange == Exchange.Binance)];
        _bySymbol = Instruments.ToImmutableDictionary(instrument => instrument.Id.Symbol, StringComparer.Ordinal);
    }

    public bool TryFind(string symbol, [NotNullWhen(true)] out Instrument? instrument) => _bySymbol.TryGetValue(symbol, out instrument);

    public Instrument Get(InstrumentId id) => _bySymbol[id.Symbol];
}
