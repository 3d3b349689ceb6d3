using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Market;

namespace Etrms.Venue.Hyperliquid;

/// <summary>A listed coin with the instrument that the exchange trades.</summary>
/// <param name="Asset">Index in the universe.</param>
internal sealed record ListedCoin(int Asset, Coin Coin, Instrument Instrument)
{
    public string Name => Coin.Name;

    public InstrumentId Id => Instrument.Id;
}

/// <summary>The coins of the venue by name and by asset number, read once at the start.</summary>
internal sealed class CoinListing
{
    private ImmutableDictionary<string, ListedCoin> _byName = ImmutableDictionary<string, ListedCoin>.Empty;

    /// <summary>In the order of the universe.</summary>
    public ImmutableArray<ListedCoin> Coins { get; private set; } = [];

    public void Load(IEnumerable<Instrument> instruments)
    {
        var listed = instruments.Where(instrument => instrument.Id.Exchange == Exchange.Hyperliquid)
            .ToDictionary(instrument => instrument.Id.Symbol, StringComparer.Ordinal);
        Coins =
        [
            .. CoinCatalogue.Coins.Where(coin => listed.ContainsKey(coin.Name))
                .Select((coin, index) => new ListedCoin(index, coin, listed[coin.Name])),
        ];
        _byName = Coins.ToImmutableDictionary(coin => coin.Name, StringComparer.Ordinal);
    }

    public bool TryFind(string name, [NotNullWhen(true)] out ListedCoin? coin) => _byName.TryGetValue(name, out coin);

    public bool TryFind(long asset, [NotNullWhen(true)] out ListedCoin? coin)
    {
        coin = asset >= 0 && asset < Coins.Length ? Coins[(int)asset] : null;
        return coin is not null;
    }

    public ListedCoin Get(InstrumentId id) => _byName[id.Symbol];
}
